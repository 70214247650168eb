/**
 * Door 1: the only place that asks MetaStudio for a once code (MetaStudio docs, "Creating a One-Off Authentication Code").
 * Runs in any Node server: it must not know Next, next-auth, this app's settings or its log.
 */
import { AppError } from '../errors';
import { ONCE_CODE_LIFE_MS } from '../once-code';
import { appUserId } from './app-user-id';
import { asRecord, type CloudAnswer, callCloud, type Fetch } from './cloud-call';
import { startDeadline } from './deadline';
import { IamTokens, type IamUser } from './iam-token';
import { type AccessKey, sign } from './signature';

export interface MetaStudioSettings {
  /** Origin of the server API. */
  endpoint: string;
  projectId: string;
  credentials: AccessKey | IamUser;
  /** For the whole of it: token, headers and body. */
  timeoutMs: number;
  /** What the browser SDK connects to. */
  serverAddress: string;
  /** The default digital human. A once code is not bound to one. */
  robotId: string;
}

export interface OnceCodeRequest {
  /** The signed-in user's own ID. */
  userId: string;
  settings: MetaStudioSettings;
  fetch?: Fetch;
  now?: () => number;
  tokens?: IamTokens;
}

export interface OnceCode {
  onceCode: string;
  expiresAt: Date;
  /** The cloud's, for its support desk. */
  requestId: string | undefined;
}

const sharedTokens = new IamTokens();
const MAX_CODE_LENGTH = 4096;

/** Spends one of the tenant's codes. Never retries: an answer that got lost may have been a code. */
export async function createOnceCode(request: OnceCodeRequest): Promise<OnceCode> {
  const { userId, settings, fetch = globalThis.fetch, now = Date.now, tokens = sharedTokens } = request;
  const url = new URL(`/v1/${settings.projectId}/digital-human-chat/once-code`, settings.endpoint);
  const headers = { 'x-app-userid': appUserId(userId) };
  const { credentials, timeoutMs } = settings;
  const deadline = startDeadline(timeoutMs);
  const { signal } = deadline;
  try {
    if ('ak' in credentials) {
      const sentAtMs = now();
      const signed = sign(
        { method: 'POST', url, headers: { ...headers, 'x-project-id': settings.projectId } },
        credentials,
        new Date(sentAtMs),
      );
      return parseOnceCode(await callCloud({ url, headers: signed, fetch, signal }), sentAtMs);
    }
    const tokenRequest = { user: credentials, signal, timeoutMs, fetch, now };
    const callWith = async (token: string) => {
      const sentAtMs = now();
      const answer = await callCloud({ url, headers: { ...headers, 'x-auth-token': token }, fetch, signal });
      return parseOnceCode(answer, sentAtMs);
    };
    const token = await tokens.get(tokenRequest);
    try {
      return await callWith(token.value);
    } catch (error) {
      if (!isUnauthenticated(error)) throw error;
      tokens.drop(credentials, token.value);
      // Once, and only for a token that may have aged: one just made is not what is wrong.
      if (token.isFresh || !isStaleToken(error)) throw error;
      return await callWith((await tokens.get(tokenRequest)).value);
    }
  } finally {
    deadline.stop();
  }
}

/** Every 401: a token is void after a change of password or permissions, and then the next start deserves a new one. */
const isUnauthenticated = (error: unknown): error is AppError =>
  error instanceof AppError && (error.details.cloudStatus === 401 || error.details.cloudCode === 'MSS.00010008');

/** "The token must be updated" (both `APIG.` and `APIGW.` occur) and "Invalid token in the header". */
const isStaleToken = ({ details: { cloudStatus, cloudCode = '' } }: AppError): boolean =>
  (cloudStatus === 401 && cloudCode.endsWith('.0307')) || (cloudStatus === 400 && cloudCode === 'MSS.00010008');

/**
 * The life is counted from before the request was sent, in whole seconds rounded down, as the page compares it with the
 * answer's `Date`, which has whole seconds: it may be taken for shorter than it is, never for longer.
 */
function parseOnceCode({ json, requestId }: CloudAnswer, sentAtMs: number): OnceCode {
  const onceCode = asRecord(json).once_code;
  if (typeof onceCode !== 'string' || onceCode.trim() === '' || onceCode.length > MAX_CODE_LENGTH)
    throw new AppError('cloud_unavailable', { requestId, reason: 'the answer holds no usable once code' });
  const sentAtWholeSecondMs = Math.floor(sentAtMs / 1000) * 1000;
  return { onceCode, expiresAt: new Date(sentAtWholeSecondMs + ONCE_CODE_LIFE_MS), requestId };
}

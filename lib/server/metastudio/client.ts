/**
 * Door 1: the only place that asks MetaStudio for a once code (MetaStudio docs, "Creating a One-Off Authentication
 * Code"). It runs in any Node server, so it must not know Next, next-auth, this app's settings or its log.
 */
import { AppError } from '../../api/errors';
import { ONCE_CODE_LIFE_MS } from '../../api/once-code';
import { startDeadline } from '../deadline';
import { appUserId } from './app-user-id';
import { asRecord, type CloudAnswer, callCloud, type Fetch } from './cloud-call';
import { IamTokens, type IamUser } from './iam-token';
import { type AccessKey, sign } from './signature';

export interface MetaStudioSettings {
  /** Origin of the server API. */
  endpoint: string;
  projectId: string;
  credentials: AccessKey | IamUser;
  /** For the whole call: getting a token, waiting for the answer, reading its body. */
  timeoutMs: number;
  /** What the browser SDK connects to. */
  serverAddress: string;
  /** The default digital human. A once code is not bound to one. */
  robotId: string;
}

export interface OnceCodeRequest {
  /** Of the signed-in user, as the app knows it. It becomes `X-App-UserId`. */
  userId: string;
  settings: MetaStudioSettings;
  fetch?: Fetch;
  now?: () => number;
  tokens?: IamTokens;
}

export interface OnceCode {
  onceCode: string;
  expiresAt: Date;
  /** The cloud's `X-Request-Id`, for its support desk. */
  requestId: string | undefined;
}

const sharedTokens = new IamTokens();
/** The sample in the documentation has 64 characters; a length is not promised. */
const MAX_CODE_LENGTH = 4096;

/**
 * Asks the cloud for a once code. It counts against the tenant's limits, however the call goes.
 * Never retries: an answer that got lost may have been a code.
 * @throws AppError `cloud_refused`, `cloud_unavailable`, `rate_limited`
 */
export async function createOnceCode(request: OnceCodeRequest): Promise<OnceCode> {
  const { settings, fetch = globalThis.fetch, now = Date.now, tokens = sharedTokens } = request;
  // The call has no body. The vendor's own client sends and signs the type all the same.
  const headers = { 'content-type': 'application/json', 'x-app-userid': appUserId(request.userId) };
  const deadline = startDeadline(settings.timeoutMs);
  const call: OnceCodeCall = { settings, headers, signal: deadline.signal, fetch, now, tokens };
  const { credentials } = settings;
  try {
    return 'ak' in credentials ? await callWithKey(call, credentials) : await callWithToken(call, credentials);
  } finally {
    deadline.stop();
  }
}

interface OnceCodeCall {
  settings: MetaStudioSettings;
  headers: Record<string, string>;
  signal: AbortSignal;
  fetch: Fetch;
  now: () => number;
  tokens: IamTokens;
}

/** AK/SK authentication. */
function callWithKey(call: OnceCodeCall, key: AccessKey): Promise<OnceCode> {
  const { settings, headers, now } = call;
  const toSign = {
    method: 'POST',
    url: onceCodeUrl(settings),
    headers: { ...headers, 'x-project-id': settings.projectId },
  };
  return send(call, sign(toSign, key, new Date(now())));
}

/** Token authentication. A token that may have been revoked or have aged is replaced when it is refused: at once, once. */
async function callWithToken(call: OnceCodeCall, user: IamUser): Promise<OnceCode> {
  const { settings, headers, signal, fetch, now, tokens } = call;
  const tokenRequest = { user, signal, timeoutMs: settings.timeoutMs, fetch, now };
  const sendWith = (token: string) => send(call, { ...headers, 'x-auth-token': token });
  const token = await tokens.get(tokenRequest);
  try {
    return await sendWith(token.value);
  } catch (error) {
    if (!isUnauthenticated(error)) throw error;
    tokens.drop(user, token.value);
    // A brand-new token cannot be stale.
    if (token.isFresh) throw error;
    return await sendWith((await tokens.get(tokenRequest)).value);
  }
}

async function send({ settings, signal, fetch, now }: OnceCodeCall, headers: Record<string, string>) {
  const sentAtMs = now();
  return parseOnceCode(await callCloud({ url: onceCodeUrl(settings), headers, fetch, signal }), sentAtMs);
}

const onceCodeUrl = ({ endpoint, projectId }: MetaStudioSettings) =>
  new URL(`/v1/${projectId}/digital-human-chat/once-code`, endpoint);

/**
 * Every 401, and "Invalid token in the header" (`MSS.00010008`): a change of password or permissions voids a token early
 * (IAM docs), and which code the gateway then answers with is documented nowhere.
 */
const isUnauthenticated = (error: unknown): error is AppError =>
  error instanceof AppError && (error.details.cloudStatus === 401 || error.details.cloudCode === 'MSS.00010008');

/**
 * The life is counted from before the request was sent, and rounded down to a whole second, because the page compares
 * it with the answer's `Date` header, which has whole seconds. So a code may seem older than it is, never younger.
 */
function parseOnceCode({ json, requestId }: CloudAnswer, sentAtMs: number): OnceCode {
  const onceCode = asRecord(json).once_code;
  if (typeof onceCode !== 'string' || onceCode.trim() === '' || onceCode.length > MAX_CODE_LENGTH)
    throw new AppError('cloud_unavailable', { requestId, reason: 'the answer holds no usable once code' });
  const sentAtWholeSecondMs = Math.floor(sentAtMs / 1000) * 1000;
  return { onceCode, expiresAt: new Date(sentAtWholeSecondMs + ONCE_CODE_LIFE_MS), requestId };
}

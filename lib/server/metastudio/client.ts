/**
 * The only place that requests a once code from MetaStudio (MetaStudio docs, "Creating a One-Off Authentication Code").
 * It runs in any Node server.
 */
import { AppError } from '../../api/errors';
import { ONCE_CODE_LIFE_MS } from '../../api/once-code';
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
}

export interface MetaStudioClientOptions {
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

/** All clients of this process use the same tokens. */
const sharedTokens = new IamTokens();
/** The sample in the documentation has 64 characters; a length is not promised. */
const MAX_CODE_LENGTH = 4096;

/**
 * @example
 * const client = new MetaStudioClient({ endpoint, projectId, credentials: { ak, sk }, timeoutMs: 8_000 });
 * const { onceCode, expiresAt } = await client.createOnceCode(user.id);
 */
export class MetaStudioClient {
  readonly #settings: MetaStudioSettings;
  readonly #url: URL;
  readonly #fetch: Fetch;
  readonly #now: () => number;
  readonly #tokens: IamTokens;

  constructor(
    settings: MetaStudioSettings,
    { fetch = globalThis.fetch, now = Date.now, tokens = sharedTokens }: MetaStudioClientOptions = {},
  ) {
    this.#settings = settings;
    this.#url = new URL(`/v1/${settings.projectId}/digital-human-chat/once-code`, settings.endpoint);
    this.#fetch = fetch;
    this.#now = now;
    this.#tokens = tokens;
  }

  /**
   * Requests a once code. It counts against the tenant's limits, however the call goes.
   * Never retries: an answer that got lost may have held a code.
   * @param userId of the signed-in user, as the app knows it. It becomes `X-App-UserId`.
   * @throws AppError `cloud_refused`, `cloud_unavailable`, `rate_limited`, `invalid_user_id`
   */
  async createOnceCode(userId: string): Promise<OnceCode> {
    // The call has no body. The vendor's own client sends and signs the type all the same.
    const headers = { 'content-type': 'application/json', 'x-app-userid': appUserId(userId) };
    const signal = AbortSignal.timeout(this.#settings.timeoutMs);
    const { credentials } = this.#settings;
    return 'ak' in credentials
      ? this.#send(this.#signed(headers, credentials), signal)
      : this.#sendWithToken(headers, credentials, signal);
  }

  /** AK/SK authentication. */
  #signed(headers: Record<string, string>, key: AccessKey): Record<string, string> {
    const request = {
      method: 'POST',
      url: this.#url,
      headers: { ...headers, 'x-project-id': this.#settings.projectId },
    };
    return sign(request, key, new Date(this.#now()));
  }

  /** Token authentication. The cloud may refuse a token before it expires; then it is replaced, once. */
  async #sendWithToken(headers: Record<string, string>, user: IamUser, signal: AbortSignal): Promise<OnceCode> {
    const { timeoutMs } = this.#settings;
    const getToken = () => this.#tokens.get({ user, signal, timeoutMs, fetch: this.#fetch, now: this.#now });
    const sendWith = (token: string) => this.#send({ ...headers, 'x-auth-token': token }, signal);
    const token = await getToken();
    try {
      return await sendWith(token.value);
    } catch (error) {
      if (!isUnauthenticated(error)) throw error;
      this.#tokens.drop(user, token.value);
      // A brand-new token cannot be stale.
      if (token.isFresh) throw error;
      return await sendWith((await getToken()).value);
    }
  }

  async #send(headers: Record<string, string>, signal: AbortSignal): Promise<OnceCode> {
    const sentAtMs = this.#now();
    return parseOnceCode(await callCloud({ url: this.#url, headers, fetch: this.#fetch, signal }), sentAtMs);
  }
}

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

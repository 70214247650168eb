/**
 * The client for MetaStudio's server API, for any Node server. It requests once codes (MetaStudio docs, "Creating a
 * One-Off Authentication Code"); `console-client.ts` adds the other calls.
 */
import { AppError } from '../../api/errors.ts';
import { ONCE_CODE_LIFE_MS } from '../../api/once-code.ts';
import { appUserId } from './app-user-id.ts';
import { asRecord, type CloudAnswer, callCloud, type Fetch } from './cloud-call.ts';
import { IamTokens, type IamUser } from './iam-token.ts';
import { type AccessKey, sign } from './signature.ts';

export interface MetaStudioSettings {
  /** The origin of the server API, such as `https://metastudio.cn-north-4.myhuaweicloud.com`. */
  endpoint: string;
  /** The ID of the region's project. */
  projectId: string;
  /** An access key, which signs each call, or an IAM user, for whom each call has a token. */
  credentials: AccessKey | IamUser;
  /** The time limit of a whole call, in milliseconds: getting a token, waiting for the answer, reading its body. */
  timeoutMs: number;
}

export interface MetaStudioClientOptions {
  /** Default: the global `fetch`. */
  fetch?: Fetch;
  /** Returns the time in milliseconds since 1970. Default: `Date.now`. */
  now?: () => number;
  /** The cache of IAM tokens. Default: the one that all clients of the process share. */
  tokens?: IamTokens;
}

export interface IssuedOnceCode {
  onceCode: string;
  /** Five minutes after the call was sent, by this server's clock. */
  expiresAt: Date;
  /** The cloud's `X-Request-Id`, for its support. */
  requestId: string | undefined;
}

export interface ApiCall {
  method: 'GET' | 'POST';
  /** The segments below `/v1/{project_id}/digital-human-chat/`. Each one is encoded, so an ID may contain anything. */
  path: readonly string[];
  query?: Record<string, string>;
  headers?: Record<string, string>;
}

export interface SentAnswer extends CloudAnswer {
  sentAtMs: number;
}

const sharedTokens = new IamTokens();
/** The sample in the documentation has 64 characters. No length is documented. */
const MAX_CODE_LENGTH = 4096;

/**
 * @example
 * const client = new MetaStudioClient({ endpoint, projectId, credentials: { ak, sk }, timeoutMs: 8_000 });
 * const { onceCode, expiresAt } = await client.createOnceCode(user.id);
 */
export class MetaStudioClient {
  readonly #settings: MetaStudioSettings;
  readonly #fetch: Fetch;
  readonly #now: () => number;
  readonly #tokens: IamTokens;

  constructor(
    settings: MetaStudioSettings,
    { fetch = globalThis.fetch, now = Date.now, tokens = sharedTokens }: MetaStudioClientOptions = {},
  ) {
    this.#settings = settings;
    this.#fetch = fetch;
    this.#now = now;
    this.#tokens = tokens;
  }

  /**
   * Requests a once code. Every call counts against the tenant's limits, even if it fails. It never retries: a lost
   * answer may have held a code.
   * @param userId the ID of the signed-in user in your app; it is sent as `X-App-UserId`
   * @throws AppError `cloud_refused`, `cloud_unavailable`, `rate_limited` or `invalid_user_id`
   */
  async createOnceCode(userId: string): Promise<IssuedOnceCode> {
    const headers = { 'x-app-userid': appUserId(userId) };
    return parseOnceCode(await this.call({ method: 'POST', path: ['once-code'], headers }));
  }

  /** The time limit of one call, from now. */
  protected deadline(): AbortSignal {
    return AbortSignal.timeout(this.#settings.timeoutMs);
  }

  /** Makes a call, signed or with a token. One deadline covers the token, the answer and its body. */
  protected async call(call: ApiCall, signal = this.deadline()): Promise<SentAnswer> {
    const { credentials } = this.#settings;
    const url = this.#urlOf(call);
    // The calls have no body. Like the vendor's own client, this one nevertheless sends and signs the type.
    const headers = { 'content-type': 'application/json', ...call.headers };
    const send = (authenticated: Record<string, string>) => this.#send(call.method, url, authenticated, signal);
    if (!('ak' in credentials)) return this.#withToken(credentials, signal, (token) => send({ ...headers, ...token }));
    const request = { method: call.method, url, headers: { ...headers, 'x-project-id': this.#settings.projectId } };
    return send(sign(request, credentials, new Date(this.#now())));
  }

  #urlOf({ path, query }: ApiCall): URL {
    const segments = ['v1', this.#settings.projectId, 'digital-human-chat', ...path].map(encodeSegment);
    const url = new URL(`/${segments.join('/')}`, this.#settings.endpoint);
    url.search = new URLSearchParams(query).toString();
    return url;
  }

  /** The cloud may refuse a token before it expires. It is then replaced once. */
  async #withToken(
    user: IamUser,
    signal: AbortSignal,
    send: (headers: { 'x-auth-token': string }) => Promise<SentAnswer>,
  ): Promise<SentAnswer> {
    const { timeoutMs } = this.#settings;
    const getToken = () => this.#tokens.get({ user, signal, timeoutMs, fetch: this.#fetch, now: this.#now });
    const token = await getToken();
    try {
      return await send({ 'x-auth-token': token.value });
    } catch (error) {
      if (!isUnauthenticated(error)) throw error;
      this.#tokens.drop(user, token.value);
      // A new token would be refused, too.
      if (token.isFresh) throw error;
      return await send({ 'x-auth-token': (await getToken()).value });
    }
  }

  async #send(method: 'GET' | 'POST', url: URL, headers: Record<string, string>, signal: AbortSignal) {
    const sentAtMs = this.#now();
    return { ...(await callCloud({ method, url, headers, fetch: this.#fetch, signal })), sentAtMs };
  }
}

/** Refuses `.` and `..`, which the URL parser resolves as path segments however they are encoded. */
function encodeSegment(segment: string): string {
  try {
    if (!/^\.{0,2}$/.test(segment)) return encodeURIComponent(segment);
  } catch {
    // not well-formed Unicode
  }
  throw new AppError('internal_error', { reason: 'an ID is empty, dots or not well-formed Unicode' });
}

/**
 * True for every 401 and for `MSS.00010008` ("Invalid token in the header"). A change of password or permissions
 * invalidates a token early (IAM docs); it is not documented which code the gateway then answers with.
 */
const isUnauthenticated = (error: unknown): error is AppError =>
  error instanceof AppError && (error.details.cloudStatus === 401 || error.details.cloudCode === 'MSS.00010008');

/**
 * Counts the life of a code from before the request was sent, and rounds it down to a whole second: a code may seem
 * older than it is, but never younger.
 */
function parseOnceCode({ json, requestId, sentAtMs }: SentAnswer): IssuedOnceCode {
  const onceCode = asRecord(json).once_code;
  if (typeof onceCode !== 'string' || onceCode.trim() === '' || onceCode.length > MAX_CODE_LENGTH)
    throw new AppError('cloud_unavailable', { requestId, reason: 'the answer holds no usable once code' });
  const sentAtWholeSecondMs = Math.floor(sentAtMs / 1000) * 1000;
  return { onceCode, expiresAt: new Date(sentAtWholeSecondMs + ONCE_CODE_LIFE_MS), requestId };
}

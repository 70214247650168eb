/**
 * Token authentication: requests an IAM token for an IAM user, keeps it, and renews it before it expires (IAM docs,
 * "Obtaining a User Token Through Password Authentication").
 */
import { AppError } from '../../api/errors.ts';
import { asRecord, callCloud, type Fetch, timedOut } from './cloud-call.ts';

export interface IamUser {
  /** The origin of IAM in the project's region. */
  endpoint: string;
  /** The name of the account. */
  domain: string;
  user: string;
  password: string;
  projectId: string;
}

export interface IamTokenRequest {
  user: IamUser;
  /** Ends this caller's wait. The call continues for the other callers. */
  signal: AbortSignal;
  /** The time limit of the call in milliseconds, if this caller makes it. */
  timeoutMs: number;
  fetch: Fetch;
  now: () => number;
}

interface Token {
  value: string;
  expiresAtMs: number;
}

/** A token is valid for 24 hours. The documentation says to renew it well before. */
const LIFE_MS = 24 * 60 * 60 * 1000;
const RENEW_BEFORE_END_MS = 10 * 60 * 1000;
/** After a failed renewal. */
const RENEW_AGAIN_MS = 10 * 1000;

/** The last token, and the call for the next one, which all callers share. */
interface Entry {
  token?: Token;
  renewAtMs?: number;
  pending?: Promise<Token> | undefined;
}

export class IamTokens {
  /** One entry per user and project; usually there is only one. */
  readonly #entries = new Map<string, Entry>();

  /** Returns a valid token. `isFresh`: requested just now, so another one does not help. @throws AppError */
  async get(request: IamTokenRequest): Promise<{ value: string; isFresh: boolean }> {
    const entry = this.#entries.get(keyOf(request.user)) ?? {};
    this.#entries.set(keyOf(request.user), entry);
    const { token, renewAtMs = 0 } = entry;
    const isValid = token && request.now() < token.expiresAtMs;
    if (isValid && request.now() >= renewAtMs) void renew(entry, request);
    if (isValid) return { value: token.value, isFresh: false };
    try {
      return { value: (await within(request.signal, renew(entry, request))).value, isFresh: true };
    } catch (error) {
      throw request.signal.aborted ? timedOut(error) : error;
    }
  }

  /** Forgets a token that the cloud refused, unless another caller has replaced it already. */
  drop(user: IamUser, value: string): void {
    if (this.#entries.get(keyOf(user))?.token?.value === value) this.#entries.delete(keyOf(user));
  }
}

function renew(entry: Entry, request: IamTokenRequest): Promise<Token> {
  if (entry.pending) return entry.pending;
  const pending = requestToken(request);
  const settled = (change: Entry) => Object.assign(entry, { pending: undefined }, change);
  pending.then(
    (token) => settled({ token, renewAtMs: token.expiresAtMs - RENEW_BEFORE_END_MS }),
    () => settled({ renewAtMs: request.now() + RENEW_AGAIN_MS }),
  );
  entry.pending = pending;
  return pending;
}

const keyOf = ({ endpoint, domain, user, projectId }: IamUser) => JSON.stringify([endpoint, domain, user, projectId]);

async function requestToken({ user, timeoutMs, fetch, now }: IamTokenRequest): Promise<Token> {
  const requestedAtMs = now();
  const { headers, json, requestId } = await callCloud({
    url: new URL('/v3/auth/tokens', user.endpoint),
    headers: { 'content-type': 'application/json;charset=utf8' },
    body: JSON.stringify(passwordRequest(user)),
    fetch,
    signal: AbortSignal.timeout(timeoutMs),
  });
  const value = headers.get('x-subject-token');
  if (!value) throw new AppError('cloud_unavailable', { requestId, reason: 'IAM answered without a token' });
  const expiresAtMs = Date.parse(String(asRecord(asRecord(json).token).expires_at));
  return { value, expiresAtMs: Number.isNaN(expiresAtMs) ? requestedAtMs + LIFE_MS : expiresAtMs };
}

/** Settles like the promise, or rejects with the signal's reason if that comes first. */
function within<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** The scope is the region's project: MetaStudio is a project-level service. */
const passwordRequest = ({ domain, user, password, projectId }: IamUser) => ({
  auth: {
    identity: { methods: ['password'], password: { user: { name: user, password, domain: { name: domain } } } },
    scope: { project: { id: projectId } },
  },
});

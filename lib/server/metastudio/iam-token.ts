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

/** A call that all callers share, and its token when it has arrived. */
interface Entry {
  pending: Promise<Token>;
  token?: Token;
}

export class IamTokens {
  /** One entry per user and project; usually there is only one. */
  readonly #entries = new Map<string, Entry>();

  /** Returns a valid token. `isFresh`: it was requested just now, so requesting another one does not help. */
  async get(request: IamTokenRequest): Promise<{ value: string; isFresh: boolean }> {
    const known = this.#entries.get(keyOf(request.user));
    if (known?.token && request.now() < known.token.expiresAtMs - RENEW_BEFORE_END_MS)
      return { value: known.token.value, isFresh: false };
    const isOnItsWay = known && !known.token;
    const { pending } = isOnItsWay ? known : this.#request(request);
    try {
      return { value: (await within(request.signal, pending)).value, isFresh: true };
    } catch (error) {
      throw request.signal.aborted ? timedOut(error) : error;
    }
  }

  /** Forgets a token that the cloud refused, unless another caller has replaced it already. */
  drop(user: IamUser, value: string): void {
    if (this.#entries.get(keyOf(user))?.token?.value === value) this.#entries.delete(keyOf(user));
  }

  #request(request: IamTokenRequest): Entry {
    const key = keyOf(request.user);
    const entry: Entry = { pending: requestToken(request) };
    this.#entries.set(key, entry);
    entry.pending.then(
      (token) => {
        entry.token = token;
      },
      () => this.#entries.delete(key),
    );
    return entry;
  }
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

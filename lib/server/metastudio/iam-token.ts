/**
 * Token authentication: gets an IAM token for an IAM user, keeps it, and gets a new one in good time
 * (IAM docs, "Obtaining a User Token Through Password Authentication").
 */
import { AppError } from '../../api/errors';
import { asRecord, callCloud, type Fetch, timedOut } from './cloud-call';

export interface IamUser {
  /** Origin of IAM, in the region of the project. */
  endpoint: string;
  domain: string;
  user: string;
  password: string;
  projectId: string;
}

export interface IamTokenRequest {
  user: IamUser;
  /** The caller's own deadline. When it is over this caller stops waiting; the call goes on for the others. */
  signal: AbortSignal;
  /** The time limit of the call itself, if this caller is the one that makes it. */
  timeoutMs: number;
  fetch: Fetch;
  now: () => number;
}

interface Token {
  value: string;
  expiresAtMs: number;
}

/** A token lives 24 hours; the documentation says to renew well before the end. */
const LIFE_MS = 24 * 60 * 60 * 1000;
const RENEW_BEFORE_END_MS = 10 * 60 * 1000;

/** The call, shared by all who wait for it, and the token once it is there. */
interface Entry {
  pending: Promise<Token>;
  token?: Token;
}

export class IamTokens {
  /** By user and project; in practice there is one. */
  readonly #entries = new Map<string, Entry>();

  /** `isFresh`: it was made just now, so a new one would change nothing. */
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

  /** For a token the cloud refused. Only this very token is dropped: another caller may have renewed it meanwhile. */
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

/** The promise's outcome, unless the signal aborts first: then rejects with the signal's reason. */
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

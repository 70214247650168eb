/**
 * A time limit for server actions. Next has none, and sends them one after the other: one without an answer would hold
 * back all later ones, the sign-out included. Next takes no signal, so this adds one to its `fetch`.
 */

/** Longer than any action of this site takes. */
const LIMIT_MS = 15_000;

export function limitServerActions(): void {
  const { fetch } = window;
  window.fetch = (input, init) => {
    if (!new Headers(init?.headers).has('next-action')) return fetch(input, init);
    // `AbortSignal.timeout` is missing in Safari before 16.
    const limit = new AbortController();
    setTimeout(() => limit.abort(new DOMException('no answer in time', 'TimeoutError')), LIMIT_MS);
    return fetch(input, { ...init, signal: limit.signal });
  };
}

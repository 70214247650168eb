/**
 * Whether this site's server answers now. When a file of the page does not load, this distinguishes an updated site
 * from a lost network, which the error of the import does not.
 */
const LIMIT_MS = 5_000;

export async function isSiteReachable(): Promise<boolean> {
  // `AbortSignal.timeout` is missing in Safari before 16.
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), LIMIT_MS);
  try {
    // A redirect or a page is not an answer of this site, but for example of a sign-in in front of it.
    const answer = await fetch('/api/health', { cache: 'no-store', redirect: 'error', signal: limit.signal });
    return (await answer.json()).status === 'ok';
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

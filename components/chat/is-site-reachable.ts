/**
 * Whether this site's server answers now. When a file of the page does not load, this tells a site that was updated from
 * a lost network: the error of the import says neither.
 */
const LIMIT_MS = 5_000;

export async function isSiteReachable(): Promise<boolean> {
  // `AbortSignal.timeout` is missing in Safari before 16.
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), LIMIT_MS);
  try {
    // What answers with a redirect is not this site.
    return (await fetch('/api/health', { cache: 'no-store', redirect: 'error', signal: limit.signal })).ok;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** Runs something while the browser is idle. @returns a function that calls it off */
export function whenIdle(run: () => void): () => void {
  // Safari has no `requestIdleCallback`: there the page has at least drawn by then.
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(run, 200);
    return () => clearTimeout(timer);
  }
  const idle = requestIdleCallback(run);
  return () => cancelIdleCallback(idle);
}

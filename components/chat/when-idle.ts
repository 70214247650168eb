/** Runs a function when the browser is idle. @returns a function that cancels it */
export function whenIdle(run: () => void): () => void {
  // Safari has no `requestIdleCallback`. By this time the page has at least rendered.
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(run, 200);
    return () => clearTimeout(timer);
  }
  const idle = requestIdleCallback(run);
  return () => cancelIdleCallback(idle);
}

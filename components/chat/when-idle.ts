/** Runs something while the browser is idle. @returns a function that calls it off */
export function whenIdle(run: () => void): () => void {
  // Safari has no `requestIdleCallback`; a second after the page came up it is usually idle.
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(run, 1_000);
    return () => clearTimeout(timer);
  }
  const idle = requestIdleCallback(run);
  return () => cancelIdleCallback(idle);
}

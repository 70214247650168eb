import type { Feedback } from '@/lib/api/feedback';

const LIMIT_MS = 10_000;

/** @returns whether the server accepted it */
export async function sendFeedback(feedback: Feedback): Promise<boolean> {
  // `AbortSignal.timeout` is missing in Safari before 16.
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), LIMIT_MS);
  try {
    const { ok } = await fetch('/api/feedback', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(feedback),
      credentials: 'same-origin',
      redirect: 'error',
      signal: limit.signal,
    });
    return ok;
  } catch {
    return false; // no network, or no answer in time: the form says so, and keeps its text
  } finally {
    clearTimeout(timer);
  }
}

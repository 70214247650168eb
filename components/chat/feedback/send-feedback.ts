import type { Feedback } from '@/lib/api/feedback';

const LIMIT_MS = 10_000;

/** `signedOut`: the server no longer knows the user. `failed`: it did not accept the feedback, or did not answer. */
export type FeedbackOutcome = 'sent' | 'signedOut' | 'failed';

export async function sendFeedback(feedback: Feedback): Promise<FeedbackOutcome> {
  // `AbortSignal.timeout` is missing in Safari before 16.
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), LIMIT_MS);
  try {
    const { status } = await fetch('/api/feedback', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(feedback),
      credentials: 'same-origin',
      redirect: 'error',
      signal: limit.signal,
    });
    // A 200 is for example the sign-in page of a network.
    if (status === 204) return 'sent';
    return status === 401 ? 'signedOut' : 'failed';
  } catch {
    return 'failed'; // no network, or no answer in time: the form says so, and keeps its text
  } finally {
    clearTimeout(timer);
  }
}

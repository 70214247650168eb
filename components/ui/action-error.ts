/** What the promise of a server action rejects with. */

/** `redirect()` on the server also arrives as a rejection. By then the router has followed it. */
export const isRedirect = (error: unknown): boolean => digestOf(error).startsWith('NEXT_REDIRECT');

/** The server does not know the action, because the page is from another build. Only a reload helps. */
export const isOfAnotherBuild = (error: unknown): boolean =>
  error instanceof Error && error.name === 'UnrecognizedActionError';

/** The time limit of `action-limit.ts` has passed. Whether the server did anything is unknown. */
export const isUnanswered = (error: unknown): boolean => error instanceof DOMException && error.name === 'TimeoutError';

const digestOf = (error: unknown): string => {
  const digest = typeof error === 'object' && error !== null && 'digest' in error ? error.digest : '';
  return typeof digest === 'string' ? digest : '';
};

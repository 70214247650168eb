/** What a server action's promise rejects with. */

/** `redirect()` on the server arrives as a rejection, too; the router has followed it by then. */
export const isRedirect = (error: unknown): boolean => digestOf(error).startsWith('NEXT_REDIRECT');

/** The server does not know the action: the page is of another build of the site, and only a reload helps. */
export const isOfAnotherBuild = (error: unknown): boolean =>
  error instanceof Error && error.name === 'UnrecognizedActionError';

const digestOf = (error: unknown): string => {
  const digest = typeof error === 'object' && error !== null && 'digest' in error ? error.digest : '';
  return typeof digest === 'string' ? digest : '';
};

/** Reads the body of a `POST` from a browser. */
import { parseJson, readLimitedText } from './read-body.ts';

/** How much of a body that is too large is read. */
const MAX_DISCARDED_BYTES = 16 * 1024 * 1024;

/**
 * Reads the body as text. A body that is too large is read to its end: Next.js 16 leaves the unread rest in the
 * connection, where the next request, which behind a proxy may be another user's, gets no answer.
 */
export const readPostedText = (request: Request, maxBytes: number): Promise<string | undefined> =>
  readLimitedText(request.body, maxBytes, MAX_DISCARDED_BYTES);

/** Reads the body as JSON. Undefined when it is too large, incomplete or not JSON. */
export async function readPostedJson(request: Request, maxBytes: number): Promise<unknown> {
  const text = await readPostedText(request, maxBytes).catch(() => undefined);
  return text === undefined ? undefined : parseJson(text);
}

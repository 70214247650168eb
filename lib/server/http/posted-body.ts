/** Reads what a browser posted. */
import { parseJson, readLimitedText } from './read-body.ts';

/** More than a page sends by mistake. */
const MAX_DISCARDED_BYTES = 16 * 1024 * 1024;

/**
 * Reads it as text. A body that is too large is read to its end: Next.js 16 leaves the rest of a half-read body in the
 * connection, where the next request, behind a proxy that of another user, never gets an answer.
 */
export const readPostedText = (request: Request, maxBytes: number): Promise<string | undefined> =>
  readLimitedText(request.body, maxBytes, MAX_DISCARDED_BYTES);

/** Reads it as JSON. Undefined when the body is too large, incomplete or not JSON. */
export async function readPostedJson(request: Request, maxBytes: number): Promise<unknown> {
  const text = await readPostedText(request, maxBytes).catch(() => undefined);
  return text === undefined ? undefined : parseJson(text);
}

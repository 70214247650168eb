/**
 * A form whose body cannot be read is the sender's fault: 400, or 413 when it is too long. Next reads the body itself and
 * answers 500, but reports the error first, while the status can still be changed.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** By the headers of the request, which is all that Next's report has of it. */
const statuses = new WeakMap<object, number>();

/** Next's report of an error (`onRequestError` of `instrumentation.ts`). */
export function noteUnreadableForm(error: unknown, request: { method: string; headers: object }): void {
  if (request.method !== 'POST' || !(error instanceof Error)) return;
  if ((error as { statusCode?: unknown }).statusCode === 413) statuses.set(request.headers, 413);
  else if (error instanceof SyntaxError || BODY_ERRORS.test(error.message)) statuses.set(request.headers, 400);
}

/**
 * Of undici's parser, of busboy and of React's decoder, for a body that ends too early. Arguments that are no JSON are a
 * `SyntaxError`: nothing else is parsed during a `POST` to a page.
 */
const BODY_ERRORS =
  /^(Failed to parse body as FormData|Unexpected end of form|Malformed part header|Connection closed)/;

/** Node publishes every request of every server in the process on this channel, before it emits `request`. */
export function refuseUnreadableForms(): void {
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (request.method !== 'POST') return;
    const writeHead = response.writeHead;
    response.writeHead = function refuse(this: ServerResponse, status: number, ...rest: never[]) {
      return writeHead.call(this, status === 500 ? (statuses.get(request.headers) ?? 500) : status, ...rest);
    } as typeof writeHead;
  });
}

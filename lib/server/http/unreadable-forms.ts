/**
 * A form whose body cannot be read is the sender's fault: 400, or 413 when it is too long. Next reads the body itself
 * and answers 500, but reports the error first, while the status can still be changed.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Judges by the request's headers, because Next's report has nothing else of it. */
const statuses = new WeakMap<object, number>();

/** Next's report of an error (`onRequestError` of `instrumentation.ts`). */
export function rememberUnreadableForm(error: unknown, request: { method: string; headers: object }): void {
  if (request.method !== 'POST' || !(error instanceof Error)) return;
  if ((error as { statusCode?: unknown }).statusCode === 413) statuses.set(request.headers, 413);
  else if (BODY_ERRORS.test(error.message) || startsInNext(error)) statuses.set(request.headers, 400);
}

/** These start elsewhere: in Node's own form parser, and in the list of actions, which Next puts among our files. */
const BODY_ERRORS = /^Failed to parse body as FormData|\/messages\/failed-to-find-server-action/;

/**
 * Next, React's decoder and busboy are compiled into one file and throw errors of every class. An error of our own code
 * starts in our own files, even when Next calls them. The first frame tells the two apart; frames of Node and of V8's
 * built-in functions are skipped, and `at async` frames, which say who waits and not who threw.
 */
function startsInNext({ stack = '' }: Error): boolean {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  const first = frames.find((frame) => !/^\s+at async |\(<anonymous>\)$|\(?node:[^)]*\)?$/.test(frame));
  return first !== undefined && /[\\/]next[\\/]dist[\\/]compiled[\\/]/.test(first);
}

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

/**
 * Answers a form whose body cannot be read with 400, or 413 when it is too long. Next reads the body itself and answers
 * 500, but reports the error first, when the status can still be changed.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The status for each request, by its headers, because Next's report contains nothing else of the request. */
const statuses = new WeakMap<object, number>();

/** Next's report of an error (`onRequestError` of `instrumentation.ts`). */
export function rememberUnreadableForm(error: unknown, request: { method: string; headers: object }): void {
  if (request.method !== 'POST' || !(error instanceof Error)) return;
  if ((error as { statusCode?: unknown }).statusCode === 413) statuses.set(request.headers, 413);
  else if (BODY_ERRORS.test(error.message) || startsInNext(error)) statuses.set(request.headers, 400);
}

/** Errors that start elsewhere: in Node's form parser, and in the list of actions, which Next builds into our files. */
const BODY_ERRORS = /^Failed to parse body as FormData|\/messages\/failed-to-find-server-action/;

/**
 * True when the first frame of the stack is in Next, React's decoder or busboy, which are compiled into one file and
 * throw errors of all classes. Errors of our own code start in our files. Skips frames of Node, of V8's built-in
 * functions, and `at async` frames, which name a function that waits.
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

/**
 * Next 16.4 cannot build a `Request` for `TRACE` and answers 500, or 400 for WebDAV's methods, before any code of ours
 * runs. So they arrive renamed to one that Next knows and nothing here accepts, and are refused like any other: 405.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

const KNOWN = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const NEVER_ACCEPTED = 'PATCH';

export const renameUnknownMethod = (request: Pick<IncomingMessage, 'method'>): void => {
  if (!KNOWN.has(request.method ?? '')) request.method = NEVER_ACCEPTED;
};

/** Node publishes there for every request of every server in the process, before it emits `request`. */
export function renameUnknownMethods(): void {
  subscribe('http.server.request.start', (message) =>
    renameUnknownMethod((message as { request: IncomingMessage }).request),
  );
}

/**
 * Requests that Next 16.4 answers with 500 (some with 400) before any code of ours runs. They are changed on arrival
 * into requests that are refused, or lose the header that cannot be read:
 * - `TRACE` and WebDAV's methods, for which Next cannot build a `Request`
 * - a path that cannot be decoded, below a catch-all route
 * - a `POST` to a file of `public/`
 * - a broken form for an API route that does not exist: the 404 page looks for a server action in it
 * - a router state that no page of ours sends
 *
 * Broken posts to pages are turned away by `proxy.ts` (see `action-request.ts`).
 */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state';

const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** Next knows it, and nothing here accepts it: 405. */
const REFUSED_METHOD = 'PATCH';
/** Outside a catch-all route Next answers 404 to this. */
const REFUSED_PATH = '/%';
const ROUTER_STATE = 'next-router-state-tree';

/** Node publishes every request of every server in the process on this channel, before it emits `request`. */
export function makeRequestsReadable(): void {
  subscribe('http.server.request.start', (message) => makeReadable((message as { request: IncomingMessage }).request));
}

export function makeReadable(request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): void {
  const path = request.url?.split('?')[0] ?? '';
  if (!KNOWN_METHODS.has(request.method ?? '')) request.method = REFUSED_METHOD;
  if (!isDecodable(path)) request.url = REFUSED_PATH;
  if (request.method === 'POST' && /^\/(?!api\/|_next\/).*\.\w+$/.test(path)) request.method = REFUSED_METHOD;
  if (path.startsWith('/api/')) {
    // No API route takes either.
    delete request.headers['next-action'];
    if (/^\s*multipart\//i.test(request.headers['content-type'] ?? '')) delete request.headers['content-type'];
  }
  if (!isRouterState(request.headers[ROUTER_STATE])) delete request.headers[ROUTER_STATE];
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** By Next's own check, which throws where nobody catches it. */
function isRouterState(state: string | string[] | undefined): boolean {
  try {
    parseAndValidateFlightRouterState(state);
    return true;
  } catch {
    return false;
  }
}

/**
 * More of what Next 16.4 answers with 500 before any code of ours runs (see `unknown-methods.ts`): a path that cannot be
 * decoded below a catch-all route, a `POST` to a file of `public/`, a broken form for an API route that does not exist
 * (the 404 page looks for a server action in it), and a router state its own pages never send. Such requests arrive as
 * ones that are refused, or without what cannot be read.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state';

/** Outside a catch-all route Next says 404 to this. */
const UNREADABLE_PATH = '/%';
/** Next knows it, and takes it nowhere. */
const NEVER_ACCEPTED = 'PATCH';
const STATE = 'next-router-state-tree';

export function makeReadable(request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): void {
  const path = request.url?.split('?')[0] ?? '';
  if (!isDecodable(path)) request.url = UNREADABLE_PATH;
  if (request.method === 'POST' && /^\/(?!api\/|_next\/).*\.\w+$/.test(path)) request.method = NEVER_ACCEPTED;
  if (path.startsWith('/api/')) {
    // No API route takes either; `proxy.ts` looks after the pages.
    delete request.headers['next-action'];
    if (/^\s*multipart\//i.test(request.headers['content-type'] ?? '')) delete request.headers['content-type'];
  }
  if (!isRouterState(request.headers[STATE])) delete request.headers[STATE];
}

export function makeRequestsReadable(): void {
  subscribe('http.server.request.start', (message) => makeReadable((message as { request: IncomingMessage }).request));
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

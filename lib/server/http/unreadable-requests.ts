/**
 * Changes requests that Next 16.4 answers with 500 before our code runs, or reads in another way than we do. On
 * arrival, they become requests that are refused, or lose the header that cannot be read:
 * - `TRACE` and WebDAV's methods, for which Next cannot build a `Request`
 * - a path that cannot be decoded, below a catch-all route
 * - `*` and addresses of other schemes instead of a path
 * - a `POST` to a file of `public/`
 * - a form without a boundary
 * - a form or a server action for an API route: the 404 page looks for an action in it
 * - a router state that no page of ours sends
 * - `If-Match` and `If-Unmodified-Since` for a static file
 * - an address with scheme and host, which every server must accept (RFC 9112, section 3.2.2) and Next redirects to
 * - forwarded headers that are lists, or no host and no scheme (see `site-address.ts`)
 *
 * Posts of the vendor's SDK to this origin go to its own route, with any path and method.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { forwardedHost, forwardedProto } from './site-address.ts';

type Arrival = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** A method that Next supports and no route accepts: 405. */
const REFUSED_METHOD = 'PATCH';
/** A path outside a catch-all route, to which Next answers 404. */
const REFUSED_PATH = '/%';
/** The route that answers 400. */
const BAD_REQUEST_PATH = '/api/bad-request';
/** The route that answers the vendor's SDK. */
const SDK_PATH = '/v1/digital-human-chat';
const ROUTER_STATE = 'next-router-state-tree';
/** No route needs these conditions. When a file does not meet one, Next looks for a page with the name `/412`. */
const CONDITIONS = ['if-match', 'if-unmodified-since'] as const;
const MULTIPART = /^\s*multipart\//i;

/** Node publishes every request of every server in the process on this channel, before it emits `request`. */
export function makeRequestsReadable(): void {
  subscribe('http.server.request.start', (message) => makeReadable((message as { request: IncomingMessage }).request));
}

export function makeReadable(request: Arrival): void {
  const { headers } = request;
  request.url = request.url?.replace(/^https?:\/\/[^/?]*\/?/i, '/');
  const path = request.url?.split('?')[0] ?? '';
  if (path === SDK_PATH || path.startsWith(`${SDK_PATH}/`)) {
    leadToSdkRoute(request);
    return;
  }
  if (!KNOWN_METHODS.has(request.method ?? '')) request.method = REFUSED_METHOD;
  if (isFormWithoutBoundary(request)) {
    request.url = BAD_REQUEST_PATH;
    request.method = 'POST';
  } else {
    if (!path.startsWith('/') || !isDecodable(path)) request.url = REFUSED_PATH;
    if (request.method === 'POST' && /^\/(?!api\/|_next\/).*\.\w+$/.test(path)) request.method = REFUSED_METHOD;
  }
  if (request.url?.startsWith('/api/')) {
    // No API route accepts either.
    delete headers['next-action'];
    if (MULTIPART.test(headers['content-type'] ?? '')) delete headers['content-type'];
  }
  if (!isRouterState(headers[ROUTER_STATE])) delete headers[ROUTER_STATE];
  for (const name of CONDITIONS) delete headers[name];
  setOrDelete(request, 'x-forwarded-host', forwardedHost(asText(headers['x-forwarded-host'])));
  setOrDelete(request, 'x-forwarded-proto', forwardedProto(asText(headers['x-forwarded-proto'])));
}

/** The SDK's headers contain tokens, and the route needs none of them. */
function leadToSdkRoute(request: Arrival): void {
  request.url = SDK_PATH;
  if (!KNOWN_METHODS.has(request.method ?? '')) request.method = 'POST';
  const kept = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);
  for (const name of Object.keys(request.headers)) if (!kept.has(name)) delete request.headers[name];
}

/** A boundary has 1 to 70 characters (RFC 2046, section 5.1.1). */
const BOUNDARY = /;\s*boundary=("[\w'()+,\-./:=? ]{1,70}"|[\w'()+,\-./:=?]{1,70})\s*(;|$)/i;

/** Also true for `multipart/form-data; boundary=`, and for a boundary that no parser accepts. */
const isFormWithoutBoundary = ({ method, headers: { 'content-type': type = '' } }: Arrival): boolean =>
  method !== 'GET' && method !== 'HEAD' && MULTIPART.test(type) && !BOUNDARY.test(type);

function setOrDelete({ headers }: Arrival, name: string, value: string | undefined): void {
  if (value === undefined) delete headers[name];
  else headers[name] = value;
}

const asText = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join(',') : value);

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Next's own limit on this header. */
const MAX_ROUTER_STATE_LENGTH = 40_000;

/** True for a state that Next's router sends. For anything else Next throws an error that is not caught. */
function isRouterState(header: string | string[] | undefined): boolean {
  if (header === undefined) return true;
  if (Array.isArray(header) || header.length > MAX_ROUTER_STATE_LENGTH) return false;
  try {
    return isStateTree(JSON.parse(decodeURIComponent(header)));
  } catch {
    return false;
  }
}

/** `[segment, children, url?, refresh?, hints?, sibling?]`, the format of Next's router. */
function isStateTree(tree: unknown): boolean {
  if (!Array.isArray(tree) || tree.length < 2 || tree.length > 6) return false;
  const [segment, children, url = null, refresh = null, hints = null, sibling = ''] = tree as unknown[];
  return (
    isSegment(segment) &&
    typeof children === 'object' &&
    children !== null &&
    !Array.isArray(children) &&
    Object.values(children).every(isStateTree) &&
    (url === null || (isStrings(url) && url.length === 2)) &&
    (refresh === null || REFRESHES.has(refresh)) &&
    (hints === null || typeof hints === 'number') &&
    typeof sibling === 'string'
  );
}

const REFRESHES = new Set<unknown>(['refetch', 'inside-shared-layout', 'metadata-only']);
const PARAMETER = /^(o?c|d|[cd]i(\(\.{1,3}\)|\(\.\.\)\(\.\.\)))$/;

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

/** A name, or a parameter: `[name, value, type, siblings]`. */
function isSegment(segment: unknown): boolean {
  if (typeof segment === 'string') return true;
  if (!Array.isArray(segment) || segment.length !== 4) return false;
  const [name, value, type, siblings] = segment as unknown[];
  return isStrings([name, value, type]) && PARAMETER.test(String(type)) && (siblings === null || isStrings(siblings));
}

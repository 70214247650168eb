/**
 * Admits only this machine and the pages that it serves. An unknown Host means a name rebound to loopback; an Origin
 * that is not loopback means a page of another site.
 */
import { cors } from 'hono/cors';
import { createMiddleware } from 'hono/factory';
import type { HttpEnv } from './http-env';

const ownNames = new Set(['127.0.0.1', 'localhost']);
/** The port of a Host that names none. */
const HTTP_PORT = '80';

export function isOwnHost(host: string | undefined, port: number | undefined): boolean {
  const parts = /^([^:]+)(?::(\d+))?$/.exec(host ?? '');
  if (!parts) return false;
  const [, name = '', named = HTTP_PORT] = parts;
  return ownNames.has(name.toLowerCase()) && Number(named) === port;
}

export function isLoopbackOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, hostname } = new URL(origin);
  return (protocol === 'http:' || protocol === 'https:') && (ownNames.has(hostname) || hostname === '[::1]');
}

/** 421 is HTTP's status for a request that reached the wrong server. */
export const ownHostOnly = createMiddleware<HttpEnv>(async (c, next) => {
  if (!isOwnHost(c.req.header('host'), c.env.incoming.socket.localPort)) {
    return c.json({ error: 'Open the emulator as 127.0.0.1 or localhost, with its port.' }, 421);
  }
  return next();
});

/** Refuses a foreign page's request: CORS would only hide the answer, after the request took effect. */
export const loopbackOriginOnly = createMiddleware<HttpEnv>(async (c, next) => {
  const origin = c.req.header('origin');
  if (origin !== undefined && !isLoopbackOrigin(origin)) {
    return c.json({ error: 'Only pages from a loopback origin may call this.' }, 403);
  }
  return next();
});

/** For all calls from a browser. The cloud's side has no CORS, as in reality: a page cannot request a code. */
export const loopbackCors = cors({
  origin: (origin) => (isLoopbackOrigin(origin) ? origin : null),
  allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
  allowHeaders: [
    'content-type',
    'x-auth-token',
    'x-request-id',
    'x-request-terminal-version',
    'x-request-terminal-platform',
  ],
  exposeHeaders: ['x-request-id', 'x-emulator-sdk-fault'],
  maxAge: 600,
});

/**
 * Who may talk to the emulator: this machine, and pages that this machine serves.
 * A Host that is not ours is a name rebound to loopback; an Origin that is not loopback is a page of another site.
 */
import { cors } from 'hono/cors';
import { createMiddleware } from 'hono/factory';
import type { HttpEnv } from './http-env';

const ownNames = new Set(['127.0.0.1', 'localhost']);

export function isOwnHost(host: string | undefined, port: number | undefined): boolean {
  const parts = /^([^:]+)(?::(\d+))?$/.exec(host ?? '');
  if (!parts) return false;
  const [, name = '', named] = parts;
  return ownNames.has(name.toLowerCase()) && (named === undefined || Number(named) === port);
}

export function isLoopbackOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, hostname } = new URL(origin);
  return (protocol === 'http:' || protocol === 'https:') && (ownNames.has(hostname) || hostname === '[::1]');
}

/** 421, as HTTP has it for a request that reached the wrong server. */
export const ownHostOnly = createMiddleware<HttpEnv>(async (c, next) => {
  if (!isOwnHost(c.req.header('host'), c.env.incoming.socket.localPort)) {
    return c.json({ error: 'Open the emulator as 127.0.0.1 or localhost, with its port.' }, 421);
  }
  return next();
});

/** Refuses outright what CORS would only hide: a foreign page's request must not even be carried out. */
export const loopbackOriginOnly = createMiddleware<HttpEnv>(async (c, next) => {
  const origin = c.req.header('origin');
  if (origin !== undefined && !isLoopbackOrigin(origin)) {
    return c.json({ error: 'Only pages from a loopback origin may call this.' }, 403);
  }
  return next();
});

/** For everything a browser calls. The cloud side has none of it: as in reality, a page cannot request a code. */
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

/**
 * Applies KEEP_ALIVE_TIMEOUT, how long an idle connection is kept, also to `next start`: only the standalone server
 * reads it. A proxy that keeps connections longer than this server sends requests on connections that are closing.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:http';
import * as z from 'zod';
import { type Environment, settingGroup, wholeNumber } from '../settings-schema.ts';

// Longer than proxies keep an idle connection: nginx 60 s, Caddy 2 minutes.
export const keepAliveGroup = settingGroup(z.object({ KEEP_ALIVE_TIMEOUT: wholeNumber(130_000, 0, 3_600_000) }));

/** How long an idle connection is kept, in milliseconds. */
export const keepAliveMs = (environment: Environment = process.env): number =>
  keepAliveGroup.read(environment).values.KEEP_ALIVE_TIMEOUT;

/** Node starts the limit of a connection at the end of each answer, so it is set when a request begins. */
export function keepConnections(idleMs: number): void {
  subscribe('http.server.request.start', (message) => {
    (message as { server: Server }).server.keepAliveTimeout = idleMs;
  });
}

/**
 * How long an idle connection is kept: KEEP_ALIVE_TIMEOUT, for `next start` as for the standalone server, of which only the
 * second reads it. A proxy that keeps connections longer than we do sends requests into connections that are just closing.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:http';
import * as z from 'zod';
import { type Environment, settingGroup, wholeNumber } from '../settings-schema.ts';

// Longer than proxies keep an idle connection: nginx 60 s, Caddy 2 minutes.
export const keepAliveGroup = settingGroup(z.object({ KEEP_ALIVE_TIMEOUT: wholeNumber(130_000, 0, 3_600_000) }));

/** Milliseconds an idle connection is kept. */
export const keepAliveMs = (environment: Environment = process.env): number =>
  keepAliveGroup.read(environment).values.KEEP_ALIVE_TIMEOUT;

/** Node starts a connection's limit at the end of each answer, so setting it when a request begins is early enough. */
export function keepConnections(idleMs: number): void {
  subscribe('http.server.request.start', (message) => {
    (message as { server: Server }).server.keepAliveTimeout = idleMs;
  });
}

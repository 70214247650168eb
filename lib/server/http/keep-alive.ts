/**
 * How long an idle connection is kept: KEEP_ALIVE_TIMEOUT, for `next start` as for the standalone server, of which only the
 * second reads it. A proxy that keeps connections longer than we do sends requests into connections that are just closing.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:http';

/** Node starts a connection's limit at the end of each answer, so setting it when a request begins is early enough. */
export function keepConnections(idleMs: number): void {
  subscribe('http.server.request.start', (message) => {
    (message as { server: Server }).server.keepAliveTimeout = idleMs;
  });
}

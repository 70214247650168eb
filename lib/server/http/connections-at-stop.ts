/**
 * Lets an instance exit after its last answer. On SIGTERM Next stops listening and closes idle connections. A
 * connection with a request in progress would keep the process alive for `KEEP_ALIVE_TIMEOUT`.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:http';

/** Node publishes every answer of every server in the process on this channel, just before its connection is idle. */
export function closeConnectionsAtStop(): void {
  subscribe('http.server.response.finish', (message) => {
    const { server } = message as { server: Server };
    if (!server.listening) setImmediate(() => server.closeIdleConnections());
  });
}

/**
 * Lets an instance end once its last request is answered. On SIGTERM Next stops listening and closes what is idle just
 * then; a connection with a request under way would stay, and the process with it, for `KEEP_ALIVE_TIMEOUT`.
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

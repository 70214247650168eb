import { subscribe } from 'node:diagnostics_channel';
import { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Calls `use` with the server of each new connection to this process. Node publishes every connection on this channel
 * before it reads from it.
 */
export function onServerConnection(use: (server: Server) => void): void {
  subscribe('net.server.socket', (message) => {
    const { server } = (message as { socket: Socket & { server?: unknown } }).socket;
    if (server instanceof Server) use(server);
  });
}

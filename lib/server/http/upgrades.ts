/**
 * Answers a request with `Upgrade` as if it had none, which HTTP allows (RFC 9110, section 7.8). Clients such as Java's
 * add `Upgrade: h2c` to every request without TLS. Next listens for upgrades, although it has a WebSocket in development
 * only, and closes the connection without an answer.
 */
import { subscribe } from 'node:diagnostics_channel';
import { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Node ignores the header when nothing listens. It publishes every connection on this channel, before it reads from it. */
export function ignoreUpgrades(): void {
  subscribe('net.server.socket', (message) => {
    const { server } = (message as { socket: Socket & { server?: unknown } }).socket;
    if (server instanceof Server) server.removeAllListeners('upgrade');
  });
}

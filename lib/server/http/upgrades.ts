/**
 * Answers a request with `Upgrade` as if it had none, which HTTP allows (RFC 9110, section 7.8). Clients such as Java's
 * add `Upgrade: h2c` to every request without TLS. Next listens for upgrades, although it has a WebSocket in development
 * only, and closes the connection without an answer.
 */
import { onServerConnection } from './server-connections.ts';

/** Node ignores the header when nothing listens. */
export function ignoreUpgrades(): void {
  onServerConnection((server) => server.removeAllListeners('upgrade'));
}

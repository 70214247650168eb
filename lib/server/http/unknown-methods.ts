/**
 * A method that Node's parser does not know, such as `FOO`, is answered 405. Node answers it with 400 before any code of
 * ours runs.
 */
import { subscribe } from 'node:diagnostics_channel';
import { Server } from 'node:http';
import type { Socket } from 'node:net';
import { methodNotAllowed } from './problem.ts';

/** `_httpMessage` is the response under way, which another answer must not interrupt. */
type ServerSocket = Socket & { server?: unknown; _httpMessage?: unknown };

/** Node publishes every connection to every server in the process on this channel, before it reads from it. */
export function refuseUnknownMethods(): void {
  const watched = new WeakSet<Server>();
  subscribe('net.server.socket', (message) => {
    const { server } = (message as { socket: ServerSocket }).socket;
    if (!(server instanceof Server) || watched.has(server)) return;
    watched.add(server);
    const emit = server.emit;
    // Not a listener, which would have to answer every request that cannot be read.
    server.emit = function refuse(this: Server, event: string, ...details: unknown[]) {
      const [error, socket] = details as [NodeJS.ErrnoException, ServerSocket];
      if (event !== 'clientError' || error.code !== 'HPE_INVALID_METHOD' || !socket.writable || socket._httpMessage)
        return emit.apply(this, [event, ...details] as Parameters<typeof emit>);
      socket.write(refusal());
      socket.destroySoon();
      return true;
    } as typeof emit;
  });
}

function refusal(): string {
  const headers = [...methodNotAllowed('GET, HEAD, POST').headers].map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 405 Method Not Allowed\r\n${headers.join('')}content-length: 0\r\nconnection: close\r\n\r\n`;
}

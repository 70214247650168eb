/**
 * Gives a request with a method that Node's parser does not know, such as `FOO`, to the app, as one with a method that
 * no route accepts. Node answers it with 400 before any code of ours runs.
 */
import { channel } from 'node:diagnostics_channel';
import { IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { onServerConnection } from './server-connections.ts';

/** `_httpMessage` is the response under way, which another answer must not interrupt. */
type ServerSocket = Socket & { _httpMessage?: unknown };

interface ParseError extends NodeJS.ErrnoException {
  /** What the parser could not read. */
  rawPacket?: Buffer;
}

export function refuseUnknownMethods(): void {
  const watched = new WeakSet<Server>();
  onServerConnection((server) => {
    if (watched.has(server)) return;
    watched.add(server);
    const emit = server.emit;
    // Not a listener, which would have to answer every request that cannot be read.
    server.emit = function emitReadable(this: Server, event: string, ...details: unknown[]) {
      const [error, socket] = details as [ParseError, ServerSocket];
      const isUnknown = event === 'clientError' && error.code === 'HPE_INVALID_METHOD';
      const request = isUnknown && socket.writable && !socket._httpMessage ? requestIn(error.rawPacket, socket) : null;
      if (!request) return emit.apply(this, [event, ...details] as Parameters<typeof emit>);
      const response = responseTo(request, socket);
      requestStarts.publish({ request, response, socket, server: this });
      return this.emit('request', request, response);
    } as typeof emit;
  });
}

/** Node publishes every request that it can read here; `unreadable-requests.ts` and others listen. */
const requestStarts = channel('http.server.request.start');

/** Without headers and body: they do not matter to a refusal. */
function requestIn(raw: Buffer | undefined, socket: Socket): IncomingMessage | null {
  const [, method, url] = /^(\S+) (\/\S*|https?:\S+) HTTP\/1\.[01]\r\n/i.exec(raw?.toString('latin1') ?? '') ?? [];
  if (!method || !url) return null;
  const request = Object.assign(new IncomingMessage(socket), { method, url, httpVersion: '1.1', complete: true });
  request.push(null);
  return request;
}

function responseTo(request: IncomingMessage, socket: Socket): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.once('finish', () => {
    response.detachSocket(socket);
    socket.destroySoon();
  });
  return response;
}

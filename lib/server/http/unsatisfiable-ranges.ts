/**
 * A range that a static file does not have is answered 416. Next sets the header `Content-Range` for it, then looks for
 * a page with the name `/416` and answers 500.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

export function refuseUnsatisfiableRanges(): void {
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (!request.headers.range) return;
    const writeHead = response.writeHead;
    response.writeHead = function refuse(this: ServerResponse, status: number, ...rest: never[]) {
      const isUnsatisfiable = status === 500 && String(this.getHeader('content-range')).startsWith('bytes */');
      return writeHead.call(this, isUnsatisfiable ? 416 : status, ...rest);
    } as typeof writeHead;
  });
}

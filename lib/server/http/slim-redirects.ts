/**
 * Removes the page's headers from redirects, and from the redirect with status 200 that a server action returns to a
 * script. Browsers ignore policy and preloads of both, and during sign-in cookies and `Location` already fill the
 * headers: proxies keep the headers of an answer in one buffer, of 4 kB by default in nginx.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

const OF_A_PAGE = ['content-security-policy', 'reporting-endpoints', 'permissions-policy', 'link'];

/** Node publishes every request of every server in the process on this channel, before it emits `request`. */
export function slimRedirects(): void {
  subscribe('http.server.request.start', (message) =>
    slimIfRedirect(message as { request: IncomingMessage; response: ServerResponse }),
  );
}

function slimIfRedirect({ request, response }: { request: IncomingMessage; response: ServerResponse }): void {
  const isAction = request.method === 'POST' && request.headers['next-action'] !== undefined;
  const writeHead = response.writeHead;
  response.writeHead = function slim(this: ServerResponse, status: number, ...rest: never[]) {
    if (isAction || (status >= 300 && status < 400)) for (const name of OF_A_PAGE) this.removeHeader(name);
    return writeHead.call(this, status, ...rest);
  } as typeof writeHead;
}

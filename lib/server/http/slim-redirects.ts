/**
 * Takes the page's headers off redirects. A browser reads neither policy nor preloads of a redirect, and during sign-in
 * cookies and `Location` fill the headers already: proxies hold an answer's headers in one buffer, nginx 4 kB by default.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';

const OF_A_PAGE = ['content-security-policy', 'reporting-endpoints', 'permissions-policy', 'link'];

/** Node publishes every request of every server in the process on this channel, before it emits `request`. */
export function slimRedirects(): void {
  subscribe('http.server.request.start', (message) =>
    slimIfRedirect((message as { response: ServerResponse }).response),
  );
}

function slimIfRedirect(response: ServerResponse): void {
  const writeHead = response.writeHead;
  response.writeHead = function slim(this: ServerResponse, status: number, ...rest: never[]) {
    if (status >= 300 && status < 400) for (const name of OF_A_PAGE) this.removeHeader(name);
    return writeHead.call(this, status, ...rest);
  } as typeof writeHead;
}

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { slimRedirects } from './slim-redirects.ts';

it('a page has its policy, and a redirect has none', async () => {
  slimRedirects();
  const server = createServer((request, response) => {
    response.setHeader('content-security-policy', "default-src 'none'");
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    if (request.url === '/explicit') response.writeHead(307, { location: '/' });
    else if (request.url === '/implicit') response.setHeader('location', '/').statusCode = 303;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const get = (path: string) =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { redirect: 'manual' });
  expect((await get('/')).headers.has('content-security-policy')).toBe(true);
  for (const path of ['/explicit', '/implicit']) {
    const { headers } = await get(path);
    expect(headers.has('content-security-policy')).toBe(false);
    expect([headers.get('location'), headers.getSetCookie().length]).toEqual(['/', 2]);
  }
  server.closeAllConnections();
  server.close();
});

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { refuseUnsatisfiableRanges } from './unsatisfiable-ranges.ts';

it('a range that the file does not have is answered 416, and every other 500 stays', async () => {
  refuseUnsatisfiableRanges();
  const server = createServer((request, response) => {
    if (request.url === '/file') response.setHeader('content-range', 'bytes */33956');
    response.statusCode = 500;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const statusOf = async (path: string, headers: Record<string, string>) =>
    (await fetch(url + path, { headers })).status;
  expect(await statusOf('/file', { range: 'bytes=99999-' })).toBe(416);
  expect(await statusOf('/page', { range: 'bytes=99999-' })).toBe(500);
  expect(await statusOf('/file', {})).toBe(500);
  server.closeAllConnections();
  server.close();
});

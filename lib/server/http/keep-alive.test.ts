import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { keepConnections } from './keep-alive.ts';

it('idle connections are kept as long as the setting says', async () => {
  keepConnections(61_000);
  const server = createServer((_, response) => response.end('x')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const ask = () => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await ask();
  const answer = await ask();
  expect(server.keepAliveTimeout).toBe(61_000);
  expect(answer.headers.get('keep-alive')).toBe('timeout=61');
  server.closeAllConnections();
  server.close();
});

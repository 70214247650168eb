import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { renameUnknownMethods } from './unknown-methods';

it('renames the methods Next cannot take, and no other', async () => {
  renameUnknownMethods();
  const server = createServer((incoming, response) => response.end(incoming.method)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const seenAs = async (method: string) => {
    const [response] = await once(request({ host: '127.0.0.1', port, method }).end(), 'response');
    let body = '';
    for await (const chunk of response) body += chunk;
    return body;
  };
  expect(await seenAs('TRACE')).toBe('PATCH');
  expect(await seenAs('PROPFIND')).toBe('PATCH');
  expect(await seenAs('GET')).toBe('GET');
  expect(await seenAs('POST')).toBe('POST');
  server.close();
});

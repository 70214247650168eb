import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { noteUnreadableForm, refuseUnreadableForms } from './unreadable-forms';

it.each([
  ['a body that is cut', new TypeError('Failed to parse body as FormData.'), 400],
  ['a part that ends early', new Error('Unexpected end of form'), 400],
  ['an argument that is no JSON', new SyntaxError('Unexpected end of JSON input'), 400],
  ['a reference to what never comes', new Error('Connection closed.'), 400],
  ['a body that is too long', Object.assign(new Error('Body exceeded 1 MB limit.'), { statusCode: 413 }), 413],
  ['a fault of ours', new TypeError('x is undefined'), 500],
])('%s', async (_, error, status) => {
  refuseUnreadableForms();
  const server = createServer((request, response) => {
    noteUnreadableForm(error, { method: request.method ?? '', headers: request.headers });
    response.statusCode = 500;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect((await fetch(url, { method: 'POST' })).status).toBe(status);
  expect((await fetch(url)).status).toBe(500);
  server.closeAllConnections();
  server.close();
});

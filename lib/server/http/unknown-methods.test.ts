import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { methodNotAllowed } from './problem.ts';
import { refuseUnknownMethods } from './unknown-methods.ts';
import { makeRequestsReadable } from './unreadable-requests.ts';

/** Answers as a route that accepts GET. */
const server = createServer(({ method, url }, response) => {
  response.setHeader('x-target', `${method} ${url}`);
  if (method === 'GET') return response.end('fine');
  const { status, headers } = methodNotAllowed('GET');
  response.writeHead(status, [...headers].flat()).end();
});

beforeAll(async () => {
  makeRequestsReadable();
  refuseUnknownMethods();
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Sends each text after the answer to the one before. @returns the last answer */
async function answerTo(...texts: string[]): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let last = '';
  for (const text of texts) {
    socket.write(text);
    [last] = (await once(socket.setEncoding('utf8'), 'data')) as [string];
  }
  socket.destroy();
  return last;
}

const request = (method: string, path = '/api/once-code') =>
  `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n`;

it('a method that Node does not know is refused by the route, on a new connection and on one that was used', async () => {
  for (const texts of [[request('FOO')], [request('GET'), request('get')]]) {
    const [head, body] = (await answerTo(...texts)).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 405 Method Not Allowed\r\n/);
    expect(head).toMatch(/^x-target: PATCH \/api\/once-code\r$/im);
    expect(head).toMatch(/^allow: GET\r$/im);
    expect(head).toMatch(/^connection: close$/im);
    expect(['', '0\r\n']).toContain(body);
  }
});

it('such a request of the vendor’s SDK goes to its own route', async () => {
  const answer = await answerTo(request('FOO', '/v1/digital-human-chat/jobs?x=1'));
  expect(answer).toMatch(/^x-target: POST \/v1\/digital-human-chat\r$/im);
});

it('the connection ends after the answer, and the rest of the request is not read', async () => {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(request('FOO') + request('GET'));
  let all = '';
  for await (const part of socket.setEncoding('utf8')) all += part;
  expect(all.match(/HTTP\/1\.1/g)).toHaveLength(1);
});

it.each(['\x16\x03\x01\x02\0', 'FOO * HTTP/1.1\r\n\r\n', 'FOO\r\n\r\n'])('%j is a bad request', async (text) => {
  expect(await answerTo(text)).toMatch(/^HTTP\/1\.1 400 /);
});

it('Node answers other requests that it cannot read, and the next one', async () => {
  expect(await answerTo('GET / HTTP/1.1\r\nno header\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  expect(await answerTo(`GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  expect(await answerTo(request('GET'))).toMatch(/^HTTP\/1\.1 200 /);
});

import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refuseUnknownMethods } from './unknown-methods.ts';

const server = createServer((_, response) => response.end('fine'));

beforeAll(async () => {
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

const request = (method: string) => `${method} /api/once-code HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n`;

it('a method that Node does not know is refused, on a new connection and on one that was used', async () => {
  for (const texts of [[request('FOO')], [request('GET'), request('get')]]) {
    const [head, body] = (await answerTo(...texts)).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 405 Method Not Allowed\r\n/);
    expect(head).toMatch(/^allow: \S/im);
    expect(head).toMatch(/^cache-control: no-store\r$/im);
    expect(head).toMatch(/^x-request-id: [\w-]{8,}\r$/im);
    expect(body).toBe('');
  }
});

it('Node answers other requests that it cannot read, and the next one', async () => {
  expect(await answerTo('GET / HTTP/1.1\r\nno header\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  expect(await answerTo(`GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  expect(await answerTo(request('GET'))).toMatch(/^HTTP\/1\.1 200 /);
});

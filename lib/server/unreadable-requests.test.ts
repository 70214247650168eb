import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { makeReadable, makeRequestsReadable } from './unreadable-requests';

const seenAs = (method: string, url: string, state?: string) => {
  const request = { method, url, headers: state === undefined ? {} : { 'next-router-state-tree': state } };
  makeReadable(request);
  return [request.method, request.url, request.headers['next-router-state-tree']];
};
const state = encodeURIComponent(JSON.stringify(['', { children: ['chat', { children: ['__PAGE__', {}] }] }]));

it('leaves what Next can read as it is', () => {
  for (const [method, url] of [
    ['GET', '/chat?x=%'],
    ['GET', '/digital-human.webp'],
    ['POST', '/sign-in?callbackUrl=%2Fa.b'],
    ['POST', '/api/auth/callback/oidc'],
    ['GET', '/%E6%9D%8E'],
  ] as const)
    expect(seenAs(method, url, state)).toEqual([method, url, state]);
});

it.each(['TRACE', 'PROPFIND', 'MKCOL'])('%s becomes a method that is refused', (method) => {
  expect(seenAs(method, '/chat')[0]).toBe('PATCH');
});

it.each(['/api/auth/session%zz', '/api/auth/%', '/x%ff%fe'])('%s becomes a path that is refused', (path) => {
  expect(seenAs('POST', path)).toEqual(['POST', '/%', undefined]);
});

it('nobody posts to a file', () => {
  expect(seenAs('POST', '/digital-human.webp?x=1')[0]).toBe('PATCH');
});

it.each(['', 'x', '%', '[]', '{}', 'null', '['.repeat(500), `["",{"children":["${'x'.repeat(50_000)}",{}]}]`])(
  'a router state like %j is taken away',
  (broken) => {
    expect(seenAs('GET', '/chat', broken)).toEqual(['GET', '/chat', undefined]);
  },
);

it('no form and no server action reaches an API route', () => {
  const sent = { 'content-type': 'multipart/form-data; boundary=x', 'next-action': 'x', origin: 'o' };
  const api = { method: 'POST', url: '/api/none', headers: { ...sent } };
  const page = { method: 'POST', url: '/sign-in', headers: { ...sent } };
  makeReadable(api);
  makeReadable(page);
  expect(api.headers).toEqual({ origin: 'o' });
  expect(page.headers).toEqual(sent);
});

it('reaches every request of every server in the process, before its handler', async () => {
  makeRequestsReadable();
  const server = createServer((incoming, response) => response.end(incoming.method)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [response] = await once(request({ host: '127.0.0.1', port, method: 'TRACE' }).end(), 'response');
  let body = '';
  for await (const chunk of response) body += chunk;
  expect(body).toBe('PATCH');
  server.close();
});

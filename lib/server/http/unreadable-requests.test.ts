import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { makeReadable, makeRequestsReadable } from './unreadable-requests.ts';

const seenAs = (method: string, url: string, state?: string) => {
  const request = { method, url, headers: state === undefined ? {} : { 'next-router-state-tree': state } };
  makeReadable(request);
  return [request.method, request.url, request.headers['next-router-state-tree']];
};
const state = encodeURIComponent(JSON.stringify(['', { children: ['chat', { children: ['__PAGE__', {}] }] }]));

it('a request that Next can read is not changed', () => {
  for (const [method, url] of [
    ['GET', '/chat?x=%'],
    ['GET', '/digital-human.webp'],
    ['POST', '/sign-in?callbackUrl=%2Fa.b'],
    ['POST', '/api/auth/callback/oidc'],
    ['GET', '/%E6%9D%8E'],
  ] as const)
    expect(seenAs(method, url, state)).toEqual([method, url, state]);
});

it.each([
  ['http://localhost:3000/chat?x=http://y/', '/chat?x=http://y/'],
  ['HTTPS://elsewhere.example', '/'],
  ['http://elsewhere.example?x=1', '/?x=1'],
])('the URL %s has the path %s', (url, path) => {
  expect(seenAs('GET', url)[1]).toBe(path);
});

it.each(['TRACE', 'PROPFIND', 'MKCOL'])('the method %s becomes one that is refused', (method) => {
  expect(seenAs(method, '/chat')[0]).toBe('PATCH');
});

it.each(['/api/auth/session%zz', '/api/auth/%', '/x%ff%fe'])('the path %s becomes one that is refused', (path) => {
  expect(seenAs('POST', path)).toEqual(['POST', '/%', undefined]);
});

it.each(['*', 'ftp://a.example/', 'https:x'])('the URL %s, which is no path, becomes one that is refused', (url) => {
  expect(seenAs('OPTIONS', url)).toEqual(['OPTIONS', '/%', undefined]);
});

it.each([
  '/',
  '/sign-in',
  '/api/once-code',
  '/api/auth/signin/oidc',
  '/api/no-such',
  '/no-such',
  '/api/x%',
  '/%zz',
  '/digital-human.webp',
  '/r/digital-human.json',
])('a form without a boundary is led to 400: %s', (url) => {
  for (const type of [
    'multipart/form-data',
    'Multipart/Form-Data; boundary=',
    ' multipart/mixed; charset=x',
    `multipart/form-data; boundary=${'x'.repeat(71)}`,
    'multipart/form-data; boundary="x',
    'multipart/form-data; boundary=a b',
  ]) {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const request = { method, url, headers: { 'content-type': type, 'next-action': 'x' } };
      makeReadable(request);
      expect(request).toEqual({ method: 'POST', url: '/api/bad-request', headers: {} });
    }
  }
});

it.each([
  ['POST', '/v1/digital-human-chat/endpoint/stats'],
  ['PROPFIND', '/v1/digital-human-chat/%zz'],
  ['DELETE', '/v1/digital-human-chat/a/b/?x=1'],
  ['GET', '/v1/digital-human-chat'],
])('%s %s goes to the route for the vendor’s SDK, without its headers', (method, url) => {
  const headers = {
    host: 'x',
    'x-auth-token': 'secret',
    authorization: 'secret',
    'content-type': 'multipart/form-data',
  };
  const request = { method, url, headers };
  makeReadable(request);
  expect(request).toEqual({
    method: method === 'PROPFIND' ? 'POST' : method,
    url: '/v1/digital-human-chat',
    headers: { host: 'x' },
  });
});

it('a similar path does not go to the route for the vendor’s SDK', () => {
  expect(seenAs('POST', '/v1/digital-human-chatter')[1]).toBe('/v1/digital-human-chatter');
});

it.each([
  [
    { 'x-forwarded-proto': 'https,http', 'x-forwarded-host': 'a.example, b' },
    { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'a.example' },
  ],
  [{ 'x-forwarded-proto': 'HTTPS' }, { 'x-forwarded-proto': 'https' }],
  [{ 'x-forwarded-proto': 'javascript', 'x-forwarded-host': 'a b' }, {}],
  [{ 'x-forwarded-proto': ':' }, {}],
])('forwarded headers %j are normalized', (headers, read) => {
  const request = { method: 'GET', url: '/', headers: { ...headers } };
  makeReadable(request);
  expect(request.headers).toEqual(read);
});

it.each([
  ['', { children: [['id', '7', 'd', null], { children: ['__PAGE__', {}] }] }, null, 'refetch', 16],
  ['', {}, ['/chat', ''], null, null, 'x'],
])('a router state of Next is kept', (...tree) => {
  const sent = encodeURIComponent(JSON.stringify(tree));
  expect(seenAs('GET', '/chat', sent)[2]).toBe(sent);
});

it('conditions for changes are removed, and those of a cache are kept', () => {
  const cache = { 'if-none-match': '"x"', 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' };
  const headers = { ...cache, 'if-match': '"x"', 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' };
  const request = { method: 'GET', url: '/digital-human.webp', headers };
  makeReadable(request);
  expect(request.headers).toEqual(cache);
});

it('a POST to a file is refused', () => {
  expect(seenAs('POST', '/digital-human.webp?x=1')[0]).toBe('PATCH');
});

it.each(['', 'x', '%', '[]', '{}', 'null', '['.repeat(500), `["",{"children":["${'x'.repeat(50_000)}",{}]}]`])(
  'a router state like %j is taken away',
  (broken) => {
    expect(seenAs('GET', '/chat', broken)).toEqual(['GET', '/chat', undefined]);
  },
);

it('forms and server actions do not reach an API route', () => {
  const sent = { 'content-type': 'multipart/form-data; boundary=x', 'next-action': 'x', origin: 'o' };
  const api = { method: 'POST', url: '/api/none', headers: { ...sent } };
  const page = { method: 'POST', url: '/sign-in', headers: { ...sent } };
  makeReadable(api);
  makeReadable(page);
  expect(api.headers).toEqual({ origin: 'o' });
  expect(page.headers).toEqual(sent);
});

it('every request of every server in the process is changed before its handler', async () => {
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

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { refuseUnreadableForms, rememberUnreadableForm } from './unreadable-forms.ts';

/** Paths of React's decoder, busboy and other code inside Next. */
const NEXT = 'tJ (/app/node_modules/next/dist/compiled/next-server/app-page-turbo.runtime.prod.js:1:2)';
const OURS = 'signOutHere (/app/.next/server/chunks/ssr/ours.js:1:2)';
const UNDICI = 'node:internal/deps/undici/undici:5817:27';

/** A stack in V8's format. */
const thrownIn = (error: Error, ...frames: string[]) =>
  Object.assign(error, { stack: [String(error), ...frames.map((frame) => `    at ${frame}`)].join('\n') });

it.each([
  ['a body that is cut', thrownIn(new TypeError('Failed to parse body as FormData.'), UNDICI, `async ${NEXT}`), 400],
  ['a body that is too long', Object.assign(new Error('Body exceeded 1 MB limit.'), { statusCode: 413 }), 413],
  [
    'a reference to an action that does not exist',
    thrownIn(
      new Error('Received "x".\nRead more: https://nextjs.org/docs/messages/failed-to-find-server-action'),
      'Object.get (/app/.next/server/chunks/[root-of-the-server].js:2:2682)',
      NEXT,
    ),
    400,
  ],
  ['an argument that is not JSON', thrownIn(new SyntaxError('x'), 'JSON.parse (<anonymous>)', NEXT), 400],
  ['a part that is named and not sent', thrownIn(new TypeError('x is undefined'), NEXT, OURS), 400],
  ['too many arguments', thrownIn(new Error('Server Action arguments list is too long (1001).'), NEXT), 400],
  ['a typed array of a wrong length', thrownIn(new RangeError('x'), 'new Int16Array (<anonymous>)', NEXT), 400],
  ['arguments nested too deep', thrownIn(new RangeError('Maximum call stack size exceeded'), NEXT, NEXT), 400],
  ['arguments that are no list', thrownIn(new TypeError('x'), NEXT, 'AsyncLocalStorage.run (node:a:1:2)', NEXT), 400],
  ['on Windows', thrownIn(new Error('x'), NEXT.replaceAll('/', '\\')), 400],
  ['a fault of ours', thrownIn(new TypeError('x is undefined'), OURS), 500],
  ['a fault of ours, called by Next', thrownIn(new TypeError('x is undefined'), OURS, NEXT), 500],
  ['JSON of another server', thrownIn(new SyntaxError('x'), 'JSON.parse (<anonymous>)', OURS, NEXT), 500],
  ['a call of ours that fails', thrownIn(new TypeError('fetch failed'), UNDICI, `async ${NEXT}`, `async ${OURS}`), 500],
  ['an error without a stack', Object.assign(new Error('x'), { stack: undefined }), 500],
])('the status of %s', async (_, error, status) => {
  refuseUnreadableForms();
  const server = createServer((request, response) => {
    rememberUnreadableForm(error, { method: request.method ?? '', headers: request.headers });
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

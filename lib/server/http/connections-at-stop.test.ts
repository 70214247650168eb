import { once } from 'node:events';
import { Agent, createServer, get, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { closeConnectionsAtStop } from './connections-at-stop.ts';

const KEPT_MS = 60_000;

it('a stopped server exits after its last answer, not when an idle connection times out', async () => {
  closeConnectionsAtStop();
  const server = createServer({ keepAliveTimeout: KEPT_MS });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });

  const request = get({ port, host: '127.0.0.1', agent });
  const [, underWay] = (await once(server, 'request')) as [unknown, ServerResponse];
  const ended = once(server, 'close');
  server.close();
  const answered = once(request, 'response');
  underWay.end('done');
  const [answer] = await answered;
  answer.resume();

  await ended;
  expect(answer.headers.connection).toBe('keep-alive');
  agent.destroy();
});

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, vi } from 'vitest';
import { modelBrain } from './model-brain.ts';
import { BrainFailure } from './types.ts';

const ask = async (baseUrl: string) => {
  const brain = modelBrain({ baseUrl, apiKey: 'key', model: 'm' });
  const { signal } = new AbortController();
  for await (const _ of brain({ question: 'What?', history: [], user: null, language: 'en', signal }));
};

it('the failure of a model names the setting and the cause, and does not quote the server', async () => {
  const server = createServer((_, response) => response.writeHead(401).end('{"error":{"message":"secret"}}'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  await expect(ask(baseUrl)).rejects.toThrow(
    /^the language model of BRAIN_LLM_BASE_URL failed: HTTP 401, see BRAIN_LLM_API_KEY$/,
  );
  server.close();
  await once(server, 'close');
  await expect(ask(baseUrl)).rejects.toThrow(/^the language model of BRAIN_LLM_BASE_URL failed: ECONNREFUSED$/);
});

it('names the setting when the model’s server drops the connection', async () => {
  const server = createServer((_, response) => {
    response.writeHead(200).write('data: {"choices":[{"delta":{"content":"Well, "}}]}\n\n');
    setTimeout(() => response.destroy(), 50);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  await expect(ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`)).rejects.toThrow(
    /^the language model of BRAIN_LLM_BASE_URL failed: UND_ERR_SOCKET$/,
  );
  server.close();
});

it('takes an answer that breaks off for incomplete, even if each event has an empty finish reason', async () => {
  const server = createServer((_, response) =>
    response.end('data: {"choices":[{"delta":{"content":"Well, "},"finish_reason":""}]}\n\n'),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  await expect(ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`)).rejects.toThrow(BrainFailure);
  server.close();
});

it('calls to a model on https go through the proxy, and those to one on plain http do not', async () => {
  const asked: string[] = [];
  const proxy = createServer((_, response) => response.end()).listen(0, '127.0.0.1');
  proxy.on('connect', (request, client) => {
    asked.push(request.url ?? '');
    client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await once(proxy, 'listening');
  vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  await expect(ask('https://model.invalid/v1')).rejects.toThrow();
  await expect(ask('http://model.invalid/v1')).rejects.toThrow();
  expect(asked).toEqual(['model.invalid:443']);
  vi.unstubAllEnvs();
  proxy.close();
});

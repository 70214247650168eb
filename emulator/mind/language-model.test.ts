import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { languageModel, languageModelFromEnvironment } from './language-model';

type Handler = (request: IncomingMessage, body: string, response: ServerResponse) => void;
let handle: Handler;
let baseUrl: string;
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  handle(request, body, response);
});
let errors: MockInstance<typeof console.error>;

beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  errors = vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const piece = (content: string) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;

async function ask(question: string, { signal = new AbortController().signal, timeoutMs = 5_000 } = {}) {
  const answer = languageModel({ baseUrl, apiKey: 'key-of-the-test', model: 'm', timeoutMs });
  const pieces: string[] = [];
  const history = [{ question: 'Hi', answer: 'Hello.' }];
  for await (const part of answer(question, { language: 'en_US', history, signal })) pieces.push(part);
  return pieces;
}

it('streams the answer, and passes on the turns before', async () => {
  let sent: { model: string; messages: { role: string; content: string }[]; stream: boolean } | undefined;
  handle = (request, body, response) => {
    expect(request.url).toBe('/v1/chat/completions');
    expect(request.headers.authorization).toBe('Bearer key-of-the-test');
    sent = JSON.parse(body);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(`${piece('One ')}${piece('two.')}data: [DONE]\n\n`);
  };
  expect(await ask('How many?')).toEqual(['One ', 'two.']);
  expect(sent).toMatchObject({ model: 'm', stream: true });
  expect(sent?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
  expect(sent?.messages.at(-1)?.content).toBe('How many?');
});

describe('apologises aloud', () => {
  it.each([401, 429, 500])('when the server answers %d, once asked', async (status) => {
    let asked = 0;
    handle = (_request, _body, response) => {
      asked += 1;
      response.writeHead(status, { 'content-type': 'application/json' }).end('{"error":{"message":"key-of-the-test"}}');
    };
    expect((await ask('Hm?')).join('')).toMatch(/sorry/i);
    expect(asked).toBe(1);
    expect(errors.mock.calls.flat().join()).toContain(`HTTP ${status}`);
    expect(errors.mock.calls.flat().join()).not.toContain('key-of-the-test');
  });

  it('when it never answers', async () => {
    handle = () => {};
    expect((await ask('Hm?', { timeoutMs: 100 })).join('')).toMatch(/sorry/i);
  });

  it('when it stops half-way, after what it said', async () => {
    handle = (_request, _body, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(piece('Well, '));
    };
    expect((await ask('Hm?', { timeoutMs: 300 })).join('')).toMatch(/^Well, .*sorry/i);
  });

  it('when it has nothing to say', async () => {
    handle = (_request, _body, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: [DONE]\n\n');
    };
    expect((await ask('Hm?')).join('')).toMatch(/sorry/i);
  });
});

it('says nothing more when it is interrupted', async () => {
  const controller = new AbortController();
  handle = () => controller.abort();
  expect(await ask('Hm?', { signal: controller.signal })).toEqual([]);
});

describe('the settings', () => {
  it('are none, or all three', () => {
    expect(languageModelFromEnvironment({})).toBeUndefined();
    expect(() => languageModelFromEnvironment({ EMULATOR_LLM_MODEL: 'm' })).toThrow(/EMULATOR_LLM_BASE_URL/);
    const env = { EMULATOR_LLM_BASE_URL: 'nonsense', EMULATOR_LLM_API_KEY: 'k', EMULATOR_LLM_MODEL: 'm' };
    expect(() => languageModelFromEnvironment(env)).toThrow(/must be a URL/);
    expect(languageModelFromEnvironment({ ...env, EMULATOR_LLM_BASE_URL: 'http://127.0.0.1:1/v1' })).toBeTypeOf(
      'function',
    );
  });
});

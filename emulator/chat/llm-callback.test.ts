import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { callbackSecret } from '../../lib/server/metastudio/callback-signature';
import { startTestEmulator } from '../test-client';
import type { AnswerContext } from './answer-source';
import { type LlmCallbackSettings, llmCallback, llmCallbackFromEnvironment } from './llm-callback';

interface Seen {
  url: URL;
  body: Record<string, unknown>;
}

const seen: Seen[] = [];
let server: Server;
let url: string;
let answer: string[] = [];

const frame = (content: string, extend_param?: string) =>
  `data:${JSON.stringify({ id: '1', created: 1, choices: [{ message: { content, ...(extend_param && { extend_param }) } }] })}\n\n`;
const DONE = 'data:[DONE]\n\n';

beforeEach(async () => {
  seen.length = 0;
  answer = [frame('One '), frame('two.', '{"v":1}'), DONE];
  server = createServer(async (request: IncomingMessage, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push({ url: new URL(request.url ?? '', url), body: JSON.parse(body) });
    for (const part of answer) response.write(part);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/brain`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

async function openChat(more: Partial<LlmCallbackSettings> = {}, extendParam: string | null = '{"client_id":"c"}') {
  const settings = { url, appId: 'app', appKey: 'key', chatRounds: 2, isStream: true, ...more };
  const emulator = await startTestEmulator({ answers: llmCallback(settings) });
  const tokens = await (await emulator.client.redeem(await emulator.client.code('ada'))).json();
  const { access_token: access } = tokens as { access_token: string };
  const started = await emulator.client.sdk('POST', 'smart-chat-jobs', {
    token: access,
    body: { extend_param: extendParam },
  });
  const { job_id: jobId } = (await started.json()) as { job_id: string };
  const chat = await emulator.client.chat({ access, jobId });
  await chat.ask({ action: 'start_chat', interaction_mode: 'TEXT' });
  return { emulator, chat };
}

type Chat = Awaited<ReturnType<typeof openChat>>['chat'];

async function ask(chat: Chat, text: string) {
  const before = chat.frames.length;
  await chat.ask({ action: 'text_question', text });
  await chat.next('accept_new_question');
  return chat.frames.slice(before);
}

describe('a question to an LLM callback', () => {
  it('is signed; the stand-in speaks its answer and passes on the part for the page', async () => {
    const { emulator, chat } = await openChat();
    const frames = await ask(chat, 'Hello?');
    const pieces = frames.filter(({ action }) => action === 'semantic_recognized');
    expect(pieces.map(({ text, extend_param, is_last }) => [text, extend_param, is_last])).toEqual([
      ['One ', '', false],
      ['two.', '{"v":1}', false],
      ['', '', true],
    ]);
    const [{ url: asked, body } = { url: new URL(url), body: {} }] = seen;
    const timestampMs = Number.parseInt(asked.searchParams.get('time_stamp') ?? '', 16);
    expect(timestampMs).toBe(emulator.clock.nowMs);
    expect(asked.searchParams.get('secret')).toBe(callbackSecret(url, timestampMs, 'key'));
    expect(body).toMatchObject({ app_id: 'app', is_stream: true, messages: [{ content: 'Hello?' }] });
    await emulator.close();
  });

  it('carries as much history as is set, and extend_param as an object and as a string', async () => {
    const { emulator, chat } = await openChat();
    for (const question of ['1?', '2?', '3?']) await ask(chat, question);
    expect(seen.map(({ body }) => body.messages)).toEqual([
      [{ content: '1?' }],
      [{ content: '1?' }, { content: 'One two.' }, { content: '2?' }],
      [{ content: '2?' }, { content: 'One two.' }, { content: '3?' }],
    ]);
    expect(seen.map(({ body }) => body.extend_param)).toEqual([
      { client_id: 'c' },
      '{"client_id":"c"}',
      { client_id: 'c' },
    ]);
    await emulator.close();
  });

  it('is answered whole, however long the answer takes to speak', async () => {
    answer = [...Array.from({ length: 2_000 }, (_, index) => frame(`${index} `)), DONE];
    const limit = new AbortController();
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal);
    const ask = llmCallback({ url, appId: 'app', appKey: 'key', chatRounds: 1, isStream: true });
    const context: AnswerContext = {
      ...{ robotId: 'r', language: 'en_US' as const, history: [], sessionId: 's', extendParam: null },
      ...{ takeFault: () => undefined, now: Date.now, pause: async () => {}, signal: new AbortController().signal },
    };
    let pieces = 0;
    for await (const _ of ask('Hello?', context)) {
      pieces += 1;
      if (pieces > 1) continue;
      await new Promise((resolve) => setTimeout(resolve, 200));
      limit.abort();
    }
    expect(pieces).toBe(2_000);
    vi.restoreAllMocks();
  });

  it('accepts an answer in one piece when it asks for no stream', async () => {
    answer = [JSON.stringify({ id: '1', created: 1, choices: [{ index: 0, message: { content: 'Whole.' } }] })];
    const { emulator, chat } = await openChat({ isStream: false }, null);
    expect((await ask(chat, 'Hello?')).map(({ text }) => text)).toContain('Whole.');
    expect(seen[0]?.body).toMatchObject({ is_stream: false, extend_param: null });
    await emulator.close();
  });

  it.each<[string, string[], string]>([
    ['no [DONE]', [frame('One')], '47050004'],
    ['a blank after data:', [frame('One').replace('data:', 'data: '), 'data: [DONE]\n\n'], '47050004'],
    ['garbage', ['<html>\n\n'], '47050004'],
    ['another shape', ['data:{"choices":[{"delta":{"content":"x"}}]}\n\n', DONE], '47050004'],
    ['no text', [DONE], 'MSS.47010130'],
  ])('fails for %s', async (_, parts, code) => {
    answer = parts;
    const { emulator, chat } = await openChat();
    expect(await ask(chat, 'Hello?')).toContainEqual(expect.objectContaining({ action: 'error', error_code: code }));
    await emulator.close();
  });

  it.each([
    ['', 'MSS.47010131'],
    ['http://example.com/brain', 'MSS.47010134'],
    ['https://example.com/brain?x=1', 'MSS.47010134'],
    ['http://127.0.0.1:1/brain', '47050004'],
  ])('fails for the URL “%s” with %s', async (wrong, code) => {
    const { emulator, chat } = await openChat({ url: wrong });
    expect(await ask(chat, 'Hello?')).toContainEqual(expect.objectContaining({ action: 'error', error_code: code }));
    await emulator.close();
  });

  it.each([
    [{ status: 500 }, '47050004'],
    [{ kind: 'drop' }, '47050004'],
    [{ kind: 'malformed' }, '47050004'],
    [{ errorCode: 'MSS.47010130' }, 'MSS.47010130'],
  ])('fails as requested by %j, once, with the level that covers the picture', async (fault, code) => {
    const { emulator, chat } = await openChat();
    await emulator.client.control('faults', { user: 'ada', target: 'llm-callback', ...fault });
    const error = { action: 'error', error_code: code, error_level: 'MAJOR' };
    expect(await ask(chat, 'Hello?')).toContainEqual(expect.objectContaining(error));
    expect((await ask(chat, 'Again?')).map(({ action }) => action)).not.toContain('error');
    await emulator.close();
  });
});

describe('the settings of the callback', () => {
  it('come from the environment, or are undefined', () => {
    const env = { EMULATOR_LLM_URL: url, EMULATOR_LLM_APP_ID: 'app', EMULATOR_LLM_APP_KEY: 'key' };
    expect(llmCallbackFromEnvironment(env)).toEqual({
      url,
      appId: 'app',
      appKey: 'key',
      chatRounds: 5,
      isStream: true,
    });
    expect(
      llmCallbackFromEnvironment({ ...env, EMULATOR_LLM_CHAT_ROUNDS: '1', EMULATOR_LLM_STREAM: '0' }),
    ).toMatchObject({ chatRounds: 1, isStream: false });
    expect(llmCallbackFromEnvironment({})).toBeUndefined();
    expect(() => llmCallbackFromEnvironment({ EMULATOR_LLM_URL: url })).toThrow(/APP_ID/);
    expect(() => llmCallbackFromEnvironment({ ...env, EMULATOR_LLM_CHAT_ROUNDS: '0' })).toThrow(/CHAT_ROUNDS/);
  });
});

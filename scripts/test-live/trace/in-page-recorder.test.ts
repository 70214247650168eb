// @vitest-environment happy-dom
/** The recorder observes and changes nothing. */
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { TraceEntry } from './entry';

let entries: TraceEntry[] = [];
const lines = () => entries.map(({ kind, what }) => `${kind} ${what}`);

/** Like the real one: a class whose static methods keep their state in private fields. */
// biome-ignore lint/complexity/noStaticOnlyClass: so is the vendor's SDK
class Sdk {
  static version = '5.0.6';
  static #listeners: Record<string, (payload?: unknown) => void> = {};
  static created: unknown;

  static async create(parameters: { eventListeners: Record<string, (payload?: unknown) => void> }) {
    Sdk.created = parameters;
    Sdk.#listeners = parameters.eventListeners;
    Sdk.#listeners.jobInfoChange?.({ jobId: 'a-job-id', isReady: true });
    Sdk.#listeners.enterActive?.();
  }
  static async startChat() {
    return { result: true, chatId: 'a-chat-id', errorCode: '' };
  }
  static getLanguageInfo() {
    return { result: true, currentLanguage: 'en_US' };
  }
  static async destroy() {
    throw new Error('it failed with a-secret');
  }
}

interface Watched {
  HwICSUiSdk: typeof Sdk;
}
const sdk = () => (window as unknown as Watched).HwICSUiSdk;

beforeAll(async () => {
  window.recordTraceEntry = async (entry) => void entries.push(entry);
  vi.stubGlobal('fetch', async () => new Response('{"access_token":"a-token","valid_period":1800}'));
  Object.assign(window, { fetch: globalThis.fetch });
  await import('./in-page-recorder');
  Object.assign(window, { HwICSUiSdk: Sdk });
});
beforeEach(() => {
  entries = [];
});

const create = (eventListeners: object) =>
  sdk().create({ serverAddress: 'api.example.com', onceCode: 'a-once-code', eventListeners } as never);

it('records calls, results and events, in order and redacted', async () => {
  const heard: unknown[] = [];
  await create({ jobInfoChange: (info: unknown) => heard.push(info), enterActive: () => heard.push('active') });
  await sdk().startChat();
  sdk().getLanguageInfo();
  expect(entries).toEqual([
    {
      kind: 'call',
      what: 'create',
      with: [
        {
          eventListeners: { enterActive: 'function', jobInfoChange: 'function' },
          onceCode: 'string',
          serverAddress: 'string',
        },
      ],
    },
    { kind: 'event', what: 'jobInfoChange', with: { isReady: true, jobId: 'string' } },
    { kind: 'event', what: 'enterActive' },
    { kind: 'result', what: 'create', with: 'nothing' },
    { kind: 'call', what: 'startChat', with: [] },
    { kind: 'result', what: 'startChat', with: { chatId: 'string', errorCode: 'empty', result: true } },
    { kind: 'call', what: 'getLanguageInfo', with: [] },
    { kind: 'result', what: 'getLanguageInfo', with: { currentLanguage: 'en_US', result: true } },
  ]);
  expect(heard).toEqual([{ jobId: 'a-job-id', isReady: true }, 'active']);
  expect(JSON.stringify(entries)).not.toMatch(/a-(once-code|job-id|chat-id)/);
});

it('passes on what the SDK received and returned, rejections included', async () => {
  expect(sdk().version).toBe('5.0.6');
  expect(typeof sdk()).toBe('function');
  await create({});
  expect(Sdk.created).toMatchObject({ onceCode: 'a-once-code' });
  expect(await sdk().startChat()).toEqual({ result: true, chatId: 'a-chat-id', errorCode: '' });
  await expect(sdk().destroy()).rejects.toThrow('a-secret');
  expect(entries.at(-1)).toEqual({ kind: 'result', what: 'destroy', with: 'rejected' });
});

it('records requests with the names of headers and fields, and none of our own page', async () => {
  await create({});
  const url = 'https://api.example.com/v1/digital-human-chat/auth-once-code';
  const answer = await window.fetch(url, {
    method: 'POST',
    headers: { 'X-Auth-Token': 'a-token' },
    body: '{"once_code":"a-once-code"}',
  });
  expect(await answer.json()).toEqual({ access_token: 'a-token', valid_period: 1800 });
  await window.fetch('/api/once-code', { method: 'POST' });
  await window.fetch('/v1/digital-human-chat/token', { method: 'PUT' });
  await vi.waitFor(() => expect(lines().filter((line) => line.startsWith('http'))).toHaveLength(2));
  const http = entries.filter(({ kind }) => kind === 'http');
  expect(http).toContainEqual({
    kind: 'http',
    what: 'POST server /v1/digital-human-chat/auth-once-code',
    with: {
      headers: ['x-auth-token'],
      sent: { once_code: 'string' },
      status: 200,
      received: { access_token: 'string', valid_period: 1800 },
    },
  });
  expect(lines()).toContain('http PUT page /v1/digital-human-chat/token');
  expect(JSON.stringify(http)).not.toMatch(/a-(token|once-code)/);
});

it('records entries in the storage by their key alone', () => {
  localStorage.setItem('oldLangCode-robot0123', 'a-value');
  sessionStorage.removeItem('cacheJobInfo');
  // happy-dom does not distinguish the two storages. Chromium does, in e2e/trace.spec.ts.
  expect(lines().map((line) => line.replace(/local |session /, ''))).toEqual([
    'storage keeps oldLangCode-{id}',
    'storage removes cacheJobInfo',
  ]);
  expect(localStorage.getItem('oldLangCode-robot0123')).toBe('a-value');
});

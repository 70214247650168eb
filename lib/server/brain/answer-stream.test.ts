import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLogger } from '../log.ts';
import { type Question, streamedAnswer } from './answer-stream.ts';
import { createBrainSetup } from './brain-setup.ts';
import type { Brain } from './types.ts';

const settings = {
  appId: 'app',
  appKeys: ['key'],
  url: 'https://chat.example/api/brain',
  model: undefined,
  fillerMs: 1_500,
  questionsPerMinute: 0,
  redisUrl: undefined,
};

const slow: Brain = async function* () {
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  yield { text: 'Done.' };
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it.each([
  ['callback', true],
  ['written', false],
] as const)('a slow answer (%s) begins with a filler only when it is spoken', async (way, hasFiller) => {
  const logger = createLogger(new Writable({ write: (_chunk, _encoding, done) => done() }));
  const setup = createBrainSetup({ settings, secrets: ['secret'], answer: slow }, { logger });
  const asked: Question = {
    ...{ way, requestId: 'r', question: 'Why?', history: [], user: null, language: 'en' },
    callerSignal: new AbortController().signal,
  };
  const text = streamedAnswer(asked, setup).text();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await text).toContain('Done.');
  expect((await text).includes('One moment.')).toBe(hasFiller);
});

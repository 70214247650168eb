// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { clickToLive, Recorder } from './recorder.ts';
import { type CreateStep, step } from './testing/fake-sdk.ts';
import { fakePage, pass, sessionOn } from './testing/session-fixture.ts';

fakePage();

/** A session whose codes take 20 ms each, and what the recorder holds. */
function timed(script: CreateStep[]) {
  const { sdk, session } = sessionOn(script, {
    codeTakesMs: 20,
    code: { onceCode: 'a-once-code', requestId: 'req-1' },
  });
  const recorder = new Recorder(session, Date.now);
  const stop = recorder.watch();
  return { sdk, session, recorder, stop };
}

it('the recorder says when each state began after the click, and how long it took', async () => {
  const { session, recorder } = timed([step.ready(100)]);
  await pass(5_000);
  session.start();
  await pass(120);
  await pass(1_000);
  void session.end();
  expect(recorder.getEntries()).toEqual([
    { atMs: 0, event: 'preparing', tookMs: 0, attempt: 1 },
    { atMs: 0, event: 'authorizing', tookMs: 20, attempt: 1 },
    { atMs: 20, event: 'connecting', tookMs: 100, attempt: 1, requestId: 'req-1' },
    { atMs: 120, event: 'live', tookMs: 1_000 },
    { atMs: 1_120, event: 'ended', reason: 'person' },
  ]);
});

it('the recorder splits the time from click to live by step, over all attempts', async () => {
  const { session, recorder } = timed([step.error('MSS.47010046', 30), step.ready(100)]);
  expect(clickToLive(recorder.getEntries())).toBeNull();
  session.start();
  await pass(10_000);
  const split = clickToLive(recorder.getEntries());
  expect(split?.steps.map(({ event, attempt }) => `${event} ${attempt}`)).toEqual([
    'preparing 1',
    'authorizing 1',
    'connecting 1',
    'retrying 2',
    'preparing 2',
    'authorizing 2',
    'connecting 2',
  ]);
  expect(split?.steps.reduce((sum, { tookMs = 0 }) => sum + tookMs, 0)).toBe(split?.tookMs);
  expect(recorder.getEntries().find(({ event }) => event === 'retrying')?.code).toBe('MSS.47010046');
});

it('the recorder times a second start from its own click', async () => {
  const { session, recorder } = timed([step.ready(100), step.ready(200)]);
  session.start();
  await pass(5_000);
  await Promise.all([session.end(), pass(1_000)]);
  session.start();
  await pass(5_000);
  expect(clickToLive(recorder.getEntries())?.tookMs).toBe(220);
  expect(recorder.getEntries().find(({ event }) => event === 'ended')?.tookMs).toBeUndefined();
});

it('the recorder times a start from the click, even if the session’s code loaded later', async () => {
  const { session } = sessionOn([step.ready(100)], { codeTakesMs: 20 });
  const clicked = Date.now();
  const { subscribe, getSnapshot } = session;
  const recorder = new Recorder({ subscribe, getSnapshot, clickedAt: () => clicked }, Date.now);
  recorder.watch();
  await pass(3_000);
  session.start();
  await pass(1_000);
  expect(recorder.getEntries()).toMatchObject([
    { atMs: 0, event: 'preparing', tookMs: 3_000 },
    { atMs: 3_000, event: 'authorizing', tookMs: 20 },
    { atMs: 3_020, event: 'connecting', tookMs: 100 },
    { atMs: 3_120, event: 'live' },
  ]);
  expect(clickToLive(recorder.getEntries())?.tookMs).toBe(3_120);
});

it('the recorder holds the events of a conversation, without its text and without a once code', async () => {
  const { sdk, session, recorder } = timed([step.ready()]);
  session.start();
  await pass(1_000);
  sdk.emit('speakingStart', undefined as never);
  sdk.emit('semanticRecognized', { text: 'a secret answer', isLast: true, chatId: 'c' });
  sdk.emit('error', { code: 'MSS.47010145' });
  session.setMuted(true);
  const entries = recorder.getEntries().slice(4);
  expect(entries).toMatchObject([
    { event: 'speaking: true' },
    { event: 'answer', characters: 15 },
    { event: 'notice', code: 'MSS.47010145' },
    { event: 'muted: true' },
  ]);
  expect(JSON.stringify(recorder.getEntries())).not.toMatch(/a-once-code|secret/);
});

it('the recorder names the failure, and can be stopped', async () => {
  const { session, recorder, stop } = timed([step.error('MSS.47010047')]);
  session.start();
  await pass(1_000);
  expect(recorder.getEntries().at(-1)).toMatchObject({ event: 'failed', code: 'MSS.47010047' });
  const count = recorder.getEntries().length;
  stop();
  session.start();
  await pass(1_000);
  expect(recorder.getEntries()).toHaveLength(count);
});

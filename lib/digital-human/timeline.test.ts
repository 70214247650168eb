// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { type CreateStep, step } from './testing/fake-sdk';
import { fakePage, pass, sessionOn } from './testing/session-fixture';
import { clickToLive, Timeline } from './timeline';

fakePage();

/** A session whose codes take 20 ms each, and the time line of it. */
function timed(script: CreateStep[]) {
  const { sdk, session } = sessionOn(script, {
    codeTakesMs: 20,
    code: { onceCode: 'a-once-code', requestId: 'req-1' },
  });
  const timeline = new Timeline(session, Date.now);
  const stop = timeline.watch();
  return { sdk, session, timeline, stop };
}

it('tells when each state began and how long it took, from the click on', async () => {
  const { session, timeline } = timed([step.ready(100)]);
  await pass(5_000);
  session.start();
  await pass(120);
  await pass(1_000);
  void session.end();
  expect(timeline.getEntries()).toEqual([
    { atMs: 0, event: 'preparing', tookMs: 0, attempt: 1 },
    { atMs: 0, event: 'authorizing', tookMs: 20, attempt: 1 },
    { atMs: 20, event: 'connecting', tookMs: 100, attempt: 1, requestId: 'req-1' },
    { atMs: 120, event: 'live', tookMs: 1_000 },
    { atMs: 1_120, event: 'ended', reason: 'person' },
  ]);
});

it('splits click to live by step, through all attempts', async () => {
  const { session, timeline } = timed([step.error('MSS.47010046', 30), step.ready(100)]);
  expect(clickToLive(timeline.getEntries())).toBeNull();
  session.start();
  await pass(10_000);
  const split = clickToLive(timeline.getEntries());
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
  expect(timeline.getEntries().find(({ event }) => event === 'retrying')?.code).toBe('MSS.47010046');
});

it('counts a second start from its own click', async () => {
  const { session, timeline } = timed([step.ready(100), step.ready(200)]);
  session.start();
  await pass(5_000);
  await Promise.all([session.end(), pass(1_000)]);
  session.start();
  await pass(5_000);
  expect(clickToLive(timeline.getEntries())?.tookMs).toBe(220);
  expect(timeline.getEntries().find(({ event }) => event === 'ended')?.tookMs).toBeUndefined();
});

it('notes what happens on the line, without a word of it and without a code', async () => {
  const { sdk, session, timeline } = timed([step.ready()]);
  session.start();
  await pass(1_000);
  sdk.emit('speakingStart', undefined as never);
  sdk.emit('semanticRecognized', { text: 'a secret answer', isLast: true, chatId: 'c' });
  sdk.emit('error', { code: 'MSS.47010145' });
  session.setMuted(true);
  const entries = timeline.getEntries().slice(4);
  expect(entries).toMatchObject([
    { event: 'speaking: true' },
    { event: 'answer', characters: 15 },
    { event: 'notice', code: 'MSS.47010145' },
    { event: 'muted: true' },
  ]);
  expect(JSON.stringify(timeline.getEntries())).not.toMatch(/a-once-code|secret/);
});

it('names what failed, and stops when it is told', async () => {
  const { session, timeline, stop } = timed([step.error('MSS.47010047')]);
  session.start();
  await pass(1_000);
  expect(timeline.getEntries().at(-1)).toMatchObject({ event: 'failed', code: 'MSS.47010047' });
  const count = timeline.getEntries().length;
  stop();
  session.start();
  await pass(1_000);
  expect(timeline.getEntries()).toHaveLength(count);
});

import { describe, expect, it } from 'vitest';
import { emulatorPerTest } from './test-client';

const emulator = emulatorPerTest();

describe('push', () => {
  const push = (request: object) => emulator.client.control('push', { user: 'ada', ...request });

  it('requires a live session and a valid request', async () => {
    expect((await push({ event: 'kick-out' })).status).toBe(404);
    await emulator.client.startJob('ada');
    expect((await push({ event: 'dance' })).status).toBe(400);
    expect((await push({ event: 'error' })).status).toBe(400);
    expect((await push({ event: 'kick-out' })).status).toBe(200);
  });

  it.each([
    [{ event: 'drop' }, { action: 'emulator_push', event: 'drop', after_ms: 2000, forever: false }],
    [
      { event: 'drop', forever: true },
      { action: 'emulator_push', event: 'drop', after_ms: 2000, forever: true },
    ],
    [
      { event: 'peer-left', afterMs: 5 },
      { action: 'emulator_push', event: 'peer-left', after_ms: 5, forever: false },
    ],
    [{ event: 'kick-out' }, { action: 'emulator_push', event: 'kick-out' }],
    [{ event: 'kick-room' }, { action: 'emulator_push', event: 'kick-room' }],
    [
      { event: 'error', code: 'MSS.1', message: 'small', level: 'MINOR' },
      { action: 'error', error_code: 'MSS.1', error_msg: 'small', error_level: 'MINOR' },
    ],
    [
      { event: 'silence-warning', restTimeMs: 9 },
      { action: 'transparent_transmission', message: '{"action":"exit_mute_alert","param":{"rest_time":9}}' },
    ],
    [
      { event: 'error', code: '47050004', message: 'gone' },
      { action: 'error', error_code: '47050004', error_msg: 'gone', error_level: 'MAJOR' },
    ],
  ])('%o reaches the page', async (request, frame) => {
    const chat = await emulator.client.chat(await emulator.client.startJob('ada'));
    await push(request);
    expect(await chat.next(frame.action)).toEqual(frame);
  });

  it('waits for a WebSocket that is not open yet', async () => {
    const job = await emulator.client.startJob('ada');
    await push({ event: 'kick-out' });
    const chat = await emulator.client.chat(job);
    expect(await chat.next('emulator_push')).toMatchObject({ event: 'kick-out' });
  });

  it('puts the chat to sleep', async () => {
    const chat = await emulator.client.chat(await emulator.client.startJob('ada'));
    const { chat_id } = await chat.ask({ action: 'start_chat', interaction_mode: 'TEXT' });
    await push({ event: 'sleep' });
    expect(await chat.next('enter_sleep')).toMatchObject({ chat_id });
    expect(await chat.ask({ action: 'text_question', text: 'Hi' })).toMatchObject({ error_code: 'MSS.47010144' });
  });

  it('speaks without a question', async () => {
    const chat = await emulator.client.chat(await emulator.client.startJob('ada'));
    await push({ event: 'say', text: 'Welcome.' });
    expect(await chat.next('semantic_recognized')).toMatchObject({ text: 'Welcome.', question_text: '' });
    await chat.next('accept_new_question');
  });

  it('ends a job for silence and makes the page read its state at once', async () => {
    const job = await emulator.client.startJob('ada');
    const chat = await emulator.client.chat(job);
    await push({ event: 'silence-timeout' });
    expect(await chat.next('emulator_push')).toMatchObject({ event: 'poll-state' });
    const state = await emulator.client.sdk('GET', `smart-chat-jobs/${job.jobId}/state`, { token: job.access });
    expect(await state.json()).toMatchObject({ state: 'SUCCEED', job_finish_reason: 'MUTE_TIMEOUT' });
  });

  it('sends pieces unchanged, a null among them', async () => {
    const chat = await emulator.client.chat(await emulator.client.startJob('ada'));
    expect((await push({ event: 'say', text: 'a', pieces: ['b'] })).status).toBe(400);
    await push({ event: 'say', pieces: ['<b', '>bold</b>', null] });
    await chat.next('accept_new_question');
    const texts = chat.frames.filter(({ action }) => action === 'semantic_recognized').map(({ text }) => text);
    expect(texts).toEqual(['<b', '>bold</b>', null, '']);
  });

  it('sets any state of a job and makes the page read it at once', async () => {
    const job = await emulator.client.startJob('ada');
    const chat = await emulator.client.chat(job);
    for (const state of ['HEARTBEAT', 'IDLE']) {
      await push({ event: 'job-state', state });
      expect(await chat.next('emulator_push')).toMatchObject({ event: 'poll-state' });
      const answer = await emulator.client.sdk('GET', `smart-chat-jobs/${job.jobId}/state`, { token: job.access });
      expect(await answer.json()).toMatchObject({ state });
    }
    expect((await emulator.client.log('events', 'ada')).at(-2)).toMatchObject({ event: 'pushed', push: 'job-state' });
    expect((await emulator.client.log('events', 'ada')).at(-1)).toMatchObject({
      event: 'job-stopped',
      reason: 'IDLE',
    });
  });

  it('leaves pings unanswered, and closes the WebSocket', async () => {
    const chat = await emulator.client.chat(await emulator.client.startJob('ada'));
    await push({ event: 'missed-pongs', count: 2 });
    for (let ping = 0; ping < 3; ping += 1) chat.send({ action: 'ping' });
    await chat.next('pong');
    expect(chat.frames.filter(({ action }) => action === 'pong')).toHaveLength(1);
    await push({ event: 'close-socket' });
    expect(await chat.closed).toBe(1011);
  });
});

import { describe, expect, it } from 'vitest';
import { emulatorPerTest, startTestEmulator } from '../test-client';

const emulator = emulatorPerTest();

describe('the conversation', () => {
  async function openChat(mode?: 'TEXT' | 'AUDIO') {
    const job = await emulator.client.startJob('ada');
    const chat = await emulator.client.chat(job);
    if (mode) await chat.ask({ action: 'start_chat', interaction_mode: mode });
    return chat;
  }

  it('answers a written question in pieces, under one chat_id', async () => {
    const chat = await openChat('TEXT');
    const { chat_id } = await chat.ask({ action: 'text_question', text: ' Who are you? ' });
    await chat.next('accept_new_question');
    const spoken = chat.frames.filter((frame) => frame.chat_id === chat_id).map(({ action }) => action);
    expect(spoken).toEqual([
      'text_question_rsp',
      'start_speaking',
      'semantic_recognized',
      'semantic_recognized',
      'semantic_recognized',
    ]);
    const pieces = chat.frames.filter(({ action }) => action === 'semantic_recognized');
    expect(pieces.map(({ text }) => text).join('')).toBe('You asked: Who are you?');
    expect(pieces.map(({ is_last }) => is_last)).toEqual([false, false, true]);
    expect(pieces[0]).toMatchObject({ question_text: 'Who are you?', is_replace: false, extend_param: '' });
  });

  it('refuses what text mode does not allow, without a full-page error', async () => {
    const asleep = await openChat();
    const question = { action: 'text_question', text: 'Hello?' };
    expect(await asleep.ask(question)).toMatchObject({ error_code: 'MSS.47010144', error_level: 'MINOR' });
    const chat = await openChat('AUDIO');
    expect(await chat.ask(question)).toMatchObject({ error_code: 'MSS.47010144' });
    await chat.ask({ action: 'interaction_mode_switch', interaction_mode: 'TEXT' });
    expect(await chat.ask({ ...question, text: 'x'.repeat(1001) })).toMatchObject({ error_code: 'MSS.47010145' });
    expect(await chat.ask({ ...question, text: '  ' })).toMatchObject({ error_code: 'MSS.47010146' });
    expect(await chat.ask(question)).toMatchObject({ error_code: 'MSS.00000000' });
  });

  it('starts once: a second start_chat returns the running chat', async () => {
    const chat = await openChat();
    const first = await chat.ask({ action: 'start_chat', interaction_mode: 'TEXT' });
    expect(await chat.ask({ action: 'start_chat', interaction_mode: 'AUDIO' })).toEqual(first);
    expect(await chat.ask({ action: 'active_interaction_mode' })).toMatchObject({ interaction_mode: 'TEXT' });
    expect(await chat.ask({ action: 'stop_chat' })).toMatchObject({ chat_id: first.chat_id });
    expect(await chat.ask({ action: 'active_interaction_mode' })).toMatchObject({ interaction_mode: '' });
  });

  it('hears a spoken question in audio mode, but neither asleep nor in text mode', async () => {
    const chat = await openChat();
    const heard = { action: 'emulator_heard', text: 'Hi', chat_id: 'heard' };
    expect(await chat.ask(heard)).toMatchObject({ error_code: 'MSS.47010144' });
    await chat.ask({ action: 'start_chat', interaction_mode: 'TEXT' });
    expect(await chat.ask(heard)).toMatchObject({ error_code: 'MSS.47010144' });
    await chat.ask({ action: 'interaction_mode_switch', interaction_mode: 'AUDIO' });
    await chat.ask(heard);
    expect(await chat.next('semantic_recognized')).toMatchObject({ question_text: 'Hi', chat_id: 'heard' });
  });

  it('speaks text that the page drives, from the first piece to the last', async () => {
    const chat = await openChat('TEXT');
    const drive = { action: 'text_drive', chat_id: 'c', text: 'Hello' };
    await chat.ask({ ...drive, is_last: false });
    await chat.next('start_speaking');
    expect(await chat.ask({ action: 'text_question', text: 'Now?' })).toMatchObject({ error_code: 'MSS.47010147' });
    await chat.ask({ ...drive, is_last: true });
    expect(await chat.next('accept_new_question')).not.toMatchObject({ chat_id: 'c' });
  });

  it('names the chat_id of the next turn when it accepts a new question', async () => {
    const chat = await openChat('TEXT');
    await chat.ask({ action: 'text_question', text: 'One' });
    const { chat_id } = await chat.next('accept_new_question');
    expect(await chat.ask({ action: 'text_question', text: 'Two' })).toMatchObject({ chat_id });
  });

  it('changes the language and reports it twice, as the vendor does', async () => {
    const chat = await openChat('TEXT');
    await chat.ask({ action: 'change_language', language: 'CN' });
    expect(await chat.next('change_language')).toMatchObject({ language: 'CN' });
    expect(await chat.ask({ action: 'change_language', language: 'zh_CN' })).toMatchObject({
      error_code: 'MSS.00000003',
    });
  });

  it('answers pings and invalid frames', async () => {
    const chat = await openChat();
    chat.send({ action: 'ping' });
    expect(await chat.next('pong')).toEqual({ action: 'pong', speak_status: 'NOT_SPEAKING' });
    expect(await chat.ask({ action: 'dance' })).toMatchObject({ error_code: 'MSS.00000003', error_level: 'MINOR' });
    chat.ws.send('no JSON');
    expect(await chat.next('unknown_rsp')).toMatchObject({ error_code: 'MSS.00000003' });
  });

  it('stops the job on stop_job and closes the connection', async () => {
    const job = await emulator.client.startJob('ada');
    const chat = await emulator.client.chat(job);
    await chat.ask({ action: 'stop_job' });
    expect(await chat.closed).toBe(1000);
    const state = await emulator.client.sdk('GET', `smart-chat-jobs/${job.jobId}/state`, { token: job.access });
    expect(await state.json()).toMatchObject({ state: 'SUCCEED', job_finish_reason: 'NORMAL' });
  });
});

describe('an answer in progress', () => {
  it('delays the next question and ends when interrupted', async () => {
    let seen: AbortSignal | undefined;
    const slow = await startTestEmulator({
      answers: async function* (_question, { signal }) {
        seen = signal;
        yield 'Once upon a time ';
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    });
    const chat = await slow.client.chat(await slow.client.startJob('ada'));
    await chat.ask({ action: 'start_chat', interaction_mode: 'TEXT' });
    const { chat_id } = await chat.ask({ action: 'text_question', text: 'Tell me a story' });
    await chat.next('semantic_recognized');
    expect(await chat.ask({ action: 'text_question', text: 'And?' })).toMatchObject({ error_code: 'MSS.47010147' });
    chat.send({ action: 'ping' });
    expect(await chat.next('pong')).toMatchObject({ speak_status: 'SPEAKING' });

    chat.send({ action: 'interrupt_chat', request_id: 'i' });
    expect(await chat.next('interrupt_result')).toEqual({
      action: 'interrupt_result',
      request_id: 'i',
      error_code: 'MSS.00000000',
      error_msg: '',
      chat_id,
    });
    await chat.next('accept_new_question');
    expect(slow.clock.paused).toContain(300);
    expect(seen?.aborted).toBe(true);
    expect(chat.frames.some(({ is_last }) => is_last)).toBe(false);
    expect(await chat.ask({ action: 'text_question', text: 'Again' })).toMatchObject({ error_code: 'MSS.00000000' });
    await slow.close();
  });

  it('is thought about first: the cloud is busy and can be interrupted, and nothing is spoken yet', async () => {
    const thinking = await startTestEmulator({
      answers: async function* (_question, { signal }) {
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    });
    const chat = await thinking.client.chat(await thinking.client.startJob('ada'));
    await chat.ask({ action: 'start_chat', interaction_mode: 'TEXT' });
    await chat.ask({ action: 'text_question', text: 'Tell me a story' });
    expect(await chat.ask({ action: 'text_question', text: 'And?' })).toMatchObject({ error_code: 'MSS.47010147' });
    chat.send({ action: 'interrupt_chat', request_id: 'i' });
    await chat.next('accept_new_question');
    expect(chat.frames.map(({ action }) => action)).not.toContain('start_speaking');
    await thinking.close();
  });

  it('passes the earlier turns to the source of answers', async () => {
    const histories: unknown[] = [];
    const attentive = await startTestEmulator({
      answers: async function* (question, { history, language }) {
        histories.push({ language, history });
        yield `${question}!`;
      },
    });
    const chat = await attentive.client.chat(await attentive.client.startJob('ada'));
    await chat.ask({ action: 'start_chat', interaction_mode: 'TEXT' });
    for (const text of ['One', 'Two']) {
      await chat.ask({ action: 'text_question', text });
      await chat.next('accept_new_question');
    }
    expect(histories).toEqual([
      { language: 'en_US', history: [] },
      { language: 'en_US', history: [{ question: 'One', answer: 'One!' }] },
    ]);
    await attentive.close();
  });
});

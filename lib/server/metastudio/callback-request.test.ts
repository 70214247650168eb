import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallbackRefusal } from './callback-refusal.ts';
import { MAX_CONTENT_LENGTH, readCallbackBody } from './callback-request.ts';

const valid = { messages: [{ content: 'Hello?' }], app_id: 'app' };
const read = (body: object) => readCallbackBody(JSON.stringify(body));

describe('the body of the callback', () => {
  it('reads the example of the documentation', () => {
    const body = {
      ...valid,
      messages: [{ content: 'One?' }, { content: 'Yes.' }, { content: ' Two? ', role: 'user' }],
      user: 'any-user',
      session_id: 's',
      is_stream: true,
      extend_param: { client_id: 'c', city: 'Bonn' },
      more: 1,
    };
    expect(read(body)).toEqual({
      appId: 'app',
      sessionId: 's',
      isStream: true,
      question: 'Two?',
      history: [{ question: 'One?', answer: 'Yes.' }],
      clientId: 'c',
    });
  });

  it.each([
    [{ client_id: 'c' }, 'c'],
    ['{"client_id":"c"}', 'c'],
    ['', undefined],
    ['  ', undefined],
    [null, undefined],
    [{}, undefined],
    ['{}', undefined],
    ['[1]', undefined],
    ['null', undefined],
    [{ client_id: 7 }, undefined],
    [{ client_id: '' }, undefined],
    [{ client_id: 'x'.repeat(513) }, undefined],
  ])('reads the extend_param %j', (extend_param, clientId) => {
    expect(read({ ...valid, extend_param }).clientId).toBe(clientId);
  });

  it('requests a stream only when it says so', () => {
    expect(read(valid).isStream).toBe(false);
    expect(read({ ...valid, is_stream: null }).isStream).toBe(false);
  });

  it('pairs a history that begins with an answer, from its end', () => {
    const contents = ['an answer', 'One?', 'Yes.', 'Two?'].map((content) => ({ content }));
    expect(read({ ...valid, messages: contents }).history).toEqual([{ question: 'One?', answer: 'Yes.' }]);
  });

  it('reads an answer that was interrupted before its first word as empty', () => {
    const messages = [{ content: 'One?' }, { content: null }, { content: 'Two?' }];
    expect(read({ ...valid, messages }).history).toEqual([{ question: 'One?', answer: '' }]);
  });

  it.each([
    ['no object', []],
    ['no messages', { app_id: 'app' }],
    ['empty messages', { ...valid, messages: [] }],
    ['messages that are no list', { ...valid, messages: 'Hello?' }],
    ['a message without content', { ...valid, messages: [{}] }],
    ['content that is not text', { ...valid, messages: [{ content: 1 }] }],
    ['an empty question', { ...valid, messages: [{ content: ' ' }] }],
    ['a long question', { ...valid, messages: [{ content: 'x'.repeat(MAX_CONTENT_LENGTH + 1) }] }],
    ['no app_id', { messages: valid.messages }],
    ['a long app_id', { ...valid, app_id: 'x'.repeat(257) }],
    ['a long session_id', { ...valid, session_id: 'x'.repeat(257) }],
    ['a long user', { ...valid, user: 'x'.repeat(257) }],
    ['is_stream that is not a boolean', { ...valid, is_stream: 'yes' }],
    ['extend_param that is a number', { ...valid, extend_param: 5 }],
    ['extend_param that is a list', { ...valid, extend_param: [1] }],
    ['extend_param that is broken JSON', { ...valid, extend_param: '{"client_id":' }],
  ])('refuses %s', (_, body) => {
    expect(() => read(body)).toThrow(CallbackRefusal);
  });

  it('is either a question or refused for any text, which the refusal never repeats', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.anything().map((value) => JSON.stringify(value) ?? ''),
        ),
        (text) => {
          try {
            readCallbackBody(text);
          } catch (error) {
            expect(error).toBeInstanceOf(CallbackRefusal);
          }
        },
      ),
    );
  });
});

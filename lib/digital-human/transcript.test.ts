import { describe, expect, it } from 'vitest';
import { reduceTranscript, type TranscriptEntry, type TranscriptEvent } from './transcript';

type Unstamped<T> = T extends unknown ? Omit<T, 'at'> : never;

const transcriptOf = (...events: Unstamped<TranscriptEvent>[]): readonly TranscriptEntry[] =>
  events.reduce<readonly TranscriptEntry[]>(
    (entries, event, i) => reduceTranscript(entries, { ...event, at: i } as TranscriptEvent),
    [],
  );

const lines = (entries: readonly TranscriptEntry[]) => entries.map((e) => `${e.who}: ${e.text} (${e.state})`);

describe('an answer', () => {
  it('grows piece by piece and is complete with the last', () => {
    const entries = transcriptOf(
      { type: 'answered', text: 'Once codes ', chatId: 'c1' },
      { type: 'answered', text: 'work once.', chatId: 'c1', isLast: true },
    );
    expect(lines(entries)).toEqual(['digital-human: Once codes work once. (complete)']);
  });

  it('is replaced as a whole when the piece says so, even after its last piece', () => {
    const entries = transcriptOf(
      { type: 'answered', text: 'Wrong', chatId: 'c1', isLast: true },
      { type: 'answered', text: 'Right', chatId: 'c1', isReplace: true, isLast: true },
    );
    expect(lines(entries)).toEqual(['digital-human: Right (complete)']);
  });

  it('keeps pieces that come after an interruption', () => {
    const entries = transcriptOf(
      { type: 'answered', text: 'One ', chatId: 'c1', resultId: 'r' },
      { type: 'closed' },
      { type: 'answered', text: 'two', chatId: 'c1', resultId: 'r', isLast: true },
    );
    expect(lines(entries)).toEqual(['digital-human: One two (complete)']);
  });

  it('starts anew after a question of the same chat', () => {
    const entries = transcriptOf(
      { type: 'answered', text: 'First', chatId: 'c1', isLast: true },
      { type: 'asked', id: 'q', text: 'And?' },
      { type: 'question_accepted', id: 'q', chatId: 'c1' },
      { type: 'answered', text: 'Second', chatId: 'c1', isLast: true },
    );
    expect(lines(entries)).toEqual([
      'digital-human: First (complete)',
      'person: And? (complete)',
      'digital-human: Second (complete)',
    ]);
  });

  it('may begin before its question is confirmed', () => {
    const entries = transcriptOf(
      { type: 'answered', text: 'Old', chatId: 'c1' },
      { type: 'asked', id: 'q', text: 'New?' },
      { type: 'answered', text: 'New', chatId: 'c2' },
      { type: 'question_accepted', id: 'q', chatId: 'c2' },
    );
    expect(lines(entries)).toEqual([
      'digital-human: Old (complete)',
      'person: New? (complete)',
      'digital-human: New (open)',
    ]);
  });

  it('does not begin with an empty piece', () => {
    expect(transcriptOf({ type: 'answered', text: '', chatId: 'c1', isLast: true })).toEqual([]);
  });

  it('stays text when it holds HTML', () => {
    const [entry] = transcriptOf({ type: 'answered', text: '<img src=x onerror=alert(1)>', chatId: 'c' });
    expect(entry?.text).toBe('<img src=x onerror=alert(1)>');
  });
});

describe('a spoken question', () => {
  it('replaces what was heard so far, and never appends', () => {
    const entries = transcriptOf(
      { type: 'heard', text: 'What', chatId: 'c1', resultId: 'r1' },
      { type: 'heard', text: 'What is a', chatId: 'c1', resultId: 'r1' },
      { type: 'heard', text: 'What is a once code?', chatId: 'c1', resultId: 'r1', isLast: true },
    );
    expect(lines(entries)).toEqual(['person: What is a once code? (complete)']);
  });

  it('is followed by another in the same chat', () => {
    const entries = transcriptOf(
      { type: 'heard', text: 'One', chatId: 'c1', resultId: 'r1', isLast: true },
      { type: 'heard', text: 'Two', chatId: 'c1', resultId: 'r2' },
    );
    expect(lines(entries)).toEqual(['person: One (complete)', 'person: Two (open)']);
  });
});

describe('a question of the vendor’s own', () => {
  it('is known from its answer', () => {
    const entries = transcriptOf({ type: 'answered', text: 'Hello.', questionText: 'Who are you?', chatId: 'c9' });
    expect(lines(entries)).toEqual(['person: Who are you? (complete)', 'digital-human: Hello. (open)']);
  });

  it('is not repeated when it was typed here', () => {
    const entries = transcriptOf(
      { type: 'asked', id: 'q', text: 'Who are you?' },
      { type: 'answered', text: 'Hello.', questionText: 'Who are you?', chatId: 'c9' },
    );
    expect(lines(entries)).toEqual(['person: Who are you? (open)', 'digital-human: Hello. (open)']);
  });
});

it('keeps a refused question, marked as such', () => {
  const entries = transcriptOf({ type: 'asked', id: 'q', text: 'Hm?' }, { type: 'question_refused', id: 'q' });
  expect(lines(entries)).toEqual(['person: Hm? (failed)']);
});

it('gives every entry an id of its own', () => {
  const entries = transcriptOf(
    { type: 'asked', id: 'q1', text: 'a' },
    { type: 'answered', text: 'b', chatId: '1', isLast: true },
    { type: 'heard', text: 'c', chatId: '2', isLast: true },
    { type: 'answered', text: 'd', chatId: '2', isLast: true },
  );
  expect(new Set(entries.map((e) => e.id)).size).toBe(4);
});

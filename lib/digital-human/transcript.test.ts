// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { reduceTranscript, type TranscriptEntry, type TranscriptEvent } from './transcript.ts';

type Unstamped<T> = T extends unknown ? Omit<T, 'at'> : never;

const transcriptOf = (...events: Unstamped<TranscriptEvent>[]): readonly TranscriptEntry[] =>
  events.reduce<readonly TranscriptEntry[]>(
    (entries, event, i) => reduceTranscript(entries, { ...event, at: i } as TranscriptEvent),
    [],
  );

const lines = (entries: readonly TranscriptEntry[]) => entries.map((e) => `${e.who}: ${e.text} (${e.state})`);

describe('an answer', () => {
  it('grows piece by piece, and is complete with the last one', () => {
    const entries = transcriptOf(
      { type: 'answered', text: 'Once codes ', chatId: 'c1' },
      { type: 'answered', text: 'work once.', chatId: 'c1', isLast: true },
    );
    expect(lines(entries)).toEqual(['digital-human: Once codes work once. (complete)']);
  });

  it('is replaced when a piece says so, even after its last piece', () => {
    const entries = transcriptOf(
      { type: 'answered', text: 'Wrong', chatId: 'c1', isLast: true },
      { type: 'answered', text: 'Right', chatId: 'c1', isReplace: true, isLast: true },
    );
    expect(lines(entries)).toEqual(['digital-human: Right (complete)']);
  });

  it('keeps pieces that come after an interruption', () => {
    const entries = transcriptOf(
      { type: 'answered', text: 'One ', chatId: 'c1' },
      { type: 'closed' },
      { type: 'answered', text: 'two', chatId: 'c1', isLast: true },
    );
    expect(lines(entries)).toEqual(['digital-human: One two (complete)']);
  });

  it('is a new one after a question of the same chat', () => {
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

  it('is one entry, even if the question is reported after the answer has begun', () => {
    const entries = transcriptOf(
      { type: 'answered', text: 'A once ', chatId: 'c1' },
      { type: 'heard', text: 'What is it?', chatId: 'c1', resultId: '0', isLast: true },
      { type: 'answered', text: 'code.', chatId: 'c1' },
      { type: 'closed' },
    );
    expect(lines(entries)).toEqual(['person: What is it? (complete)', 'digital-human: A once code. (complete)']);
  });

  it('gets the pieces of its chat, also after another answer has begun', () => {
    const entries = transcriptOf(
      { type: 'answered', text: 'One ', chatId: 'c1' },
      { type: 'answered', text: 'Two', chatId: 'c2' },
      { type: 'answered', text: 'more', chatId: 'c1' },
    );
    expect(lines(entries)).toEqual(['digital-human: One more (open)', 'digital-human: Two (open)']);
  });

  it('is separate from one of an earlier job, whose IDs may be used again', () => {
    const entries = transcriptOf(
      { type: 'answered', text: 'Before', chatId: 'c1', isLast: true },
      { type: 'job_over' },
      { type: 'heard', text: 'Hello?', chatId: 'c1', resultId: '1', isLast: true },
      { type: 'answered', text: 'After', chatId: 'c1', isLast: true },
    );
    expect(lines(entries)).toEqual([
      'digital-human: Before (complete)',
      'person: Hello? (complete)',
      'digital-human: After (complete)',
    ]);
  });

  it('is one entry also without IDs', () => {
    const entries = transcriptOf(
      { type: 'asked', id: 'q', text: 'Hm?' },
      { type: 'answered', text: 'Well, ' },
      { type: 'answered', text: 'yes.', isLast: true },
      { type: 'answered', text: 'Another.', isLast: true },
    );
    expect(lines(entries)).toEqual([
      'person: Hm? (open)',
      'digital-human: Well, yes. (complete)',
      'digital-human: Another. (complete)',
    ]);
  });
});

describe('markup in an answer', () => {
  it('becomes text, and is kept for files with its addresses', () => {
    const [entry] = transcriptOf(
      { type: 'answered', text: '<p>Here: <im', chatId: 'c' },
      { type: 'answered', text: 'g src="https://a.example/map.png" alt="the map"></p>', chatId: 'c', isLast: true },
    );
    expect(entry?.text).toBe('Here: the map');
    expect(entry?.markup).toBe('<p>Here: <img src="https://a.example/map.png" alt="the map"></p>');
  });

  it('is never shown when it is split between two pieces', () => {
    const raw = 'Use <b>one</b> code &amp; <span class="a > b">no more</span>. 1 < 2<br/>';
    let entries: readonly TranscriptEntry[] = [];
    for (const text of raw) entries = reduceTranscript(entries, { type: 'answered', at: 0, text, chatId: 'c' });
    for (let length = 1; length <= raw.length; length++) {
      const [entry] = transcriptOf({ type: 'answered', text: raw.slice(0, length), chatId: 'c' });
      expect('Use one code & no more. 1 < 2\n').toContain(entry?.text ?? '');
    }
    const [whole] = reduceTranscript(entries, { type: 'closed', at: 0 });
    expect(whole).toMatchObject({ text: 'Use one code & no more. 1 < 2\n', state: 'complete' });
  });

  it('is shown as text when it is unfinished at the end of the answer', () => {
    const [entry] = transcriptOf({ type: 'answered', text: 'a <b', chatId: 'c' }, { type: 'closed' });
    expect(entry?.text).toBe('a <b');
  });

  it('is not shown when a sentence leaves it unfinished, because a last piece may not end the answer', () => {
    const said = transcriptOf({ type: 'answered', text: '<b>One.</b> <e', isLast: true, chatId: 'c' });
    expect(said.map(({ text, state }) => [text, state])).toEqual([['One. ', 'open']]);
    const more = reduceTranscript(said, { type: 'answered', at: 2, text: 'm>Two.</em>', isLast: true, chatId: 'c' });
    expect(more.map(({ text, state }) => [text, state])).toEqual([['One. Two.', 'complete']]);
  });

  it('is not interpreted in what the user says', () => {
    const entries = transcriptOf(
      { type: 'asked', id: 'q', text: '<b>bold</b>' },
      { type: 'heard', text: '<i>spoken</i>', chatId: 'c1', isLast: true },
      { type: 'answered', text: 'Yes', questionText: '<p>hot</p>', chatId: 'c2' },
    );
    expect(entries.map(({ text }) => text)).toEqual(['<b>bold</b>', '<i>spoken</i>', '<p>hot</p>', 'Yes']);
  });
});

describe('a spoken question', () => {
  it('is placed before its answer also in a browser of early 2023', () => {
    const { toSpliced } = Array.prototype;
    Reflect.deleteProperty(Array.prototype, 'toSpliced');
    const entries = transcriptOf(
      { type: 'answered', text: 'A ticket.', chatId: 'c1', isLast: true },
      { type: 'heard', text: 'What is it?', chatId: 'c1', isLast: true },
    );
    Object.defineProperty(Array.prototype, 'toSpliced', { configurable: true, writable: true, value: toSpliced });
    expect(lines(entries)).toEqual(['person: What is it? (complete)', 'digital-human: A ticket. (complete)']);
  });

  it('keeps its text when the last event has none', () => {
    const entries = transcriptOf(
      { type: 'heard', text: 'What is it?', chatId: 'c1', resultId: '0' },
      { type: 'heard', text: '', chatId: 'c1', resultId: '0', isLast: true },
    );
    expect(lines(entries)).toEqual(['person: What is it? (complete)']);
  });

  it('is complete with its answer or the end of the job when no event is the last one', () => {
    const asked = [
      { type: 'heard', text: 'What', chatId: 'c1' },
      { type: 'answered', text: 'A ticket.', chatId: 'c1' },
      { type: 'heard', text: 'What is it?', chatId: 'c1' },
      { type: 'heard', text: 'And', chatId: 'c2' },
    ] as const;
    const spoken = ['person: What is it? (complete)', 'digital-human: A ticket. (complete)'];
    expect(lines(transcriptOf(...asked, { type: 'closed' }))).toEqual([...spoken, 'person: And (open)']);
    expect(lines(transcriptOf(...asked, { type: 'job_over' }))).toEqual([...spoken, 'person: And (complete)']);
  });

  it('replaces its text with each event', () => {
    const entries = transcriptOf(
      { type: 'heard', text: 'What', chatId: 'c1', resultId: 'r1' },
      { type: 'heard', text: 'What is a', chatId: 'c1', resultId: 'r1' },
      { type: 'heard', text: 'What is a once code?', chatId: 'c1', resultId: 'r1', isLast: true },
    );
    expect(lines(entries)).toEqual(['person: What is a once code? (complete)']);
  });

  it('does not change a written question that is being sent', () => {
    const entries = transcriptOf(
      { type: 'asked', id: 'q', text: 'Written' },
      { type: 'heard', text: 'Spoken', isLast: true },
    );
    expect(lines(entries)).toEqual(['person: Written (open)', 'person: Spoken (complete)']);
  });

  it('can be followed by another in the same chat', () => {
    const entries = transcriptOf(
      { type: 'heard', text: 'One', chatId: 'c1', resultId: 'r1', isLast: true },
      { type: 'heard', text: 'Two', chatId: 'c1', resultId: 'r2' },
    );
    expect(lines(entries)).toEqual(['person: One (complete)', 'person: Two (open)']);
  });
});

describe('a question that MetaStudio asks by itself', () => {
  it('is known from its answer', () => {
    const entries = transcriptOf({ type: 'answered', text: 'Hello.', questionText: 'Who are you?', chatId: 'c9' });
    expect(lines(entries)).toEqual(['person: Who are you? (complete)', 'digital-human: Hello. (open)']);
  });

  it('is not added when the user has written it', () => {
    const entries = transcriptOf(
      { type: 'asked', id: 'q', text: 'Who are you?' },
      { type: 'answered', text: 'Hello.', questionText: 'Who are you?', chatId: 'c9' },
    );
    expect(lines(entries)).toEqual(['person: Who are you? (open)', 'digital-human: Hello. (open)']);
  });
});

it('a refused question stays in the transcript as failed', () => {
  const entries = transcriptOf({ type: 'asked', id: 'q', text: 'Hm?' }, { type: 'question_refused', id: 'q' });
  expect(lines(entries)).toEqual(['person: Hm? (failed)']);
});

it('every entry of the transcript has its own ID', () => {
  const entries = transcriptOf(
    { type: 'asked', id: 'q1', text: 'a' },
    { type: 'answered', text: 'b', chatId: '1', isLast: true },
    { type: 'heard', text: 'c', chatId: '2', isLast: true },
    { type: 'answered', text: 'd', chatId: '2', isLast: true },
  );
  expect(new Set(entries.map((e) => e.id)).size).toBe(4);
});

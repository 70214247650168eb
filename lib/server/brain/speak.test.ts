import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readAnswerExtras } from '@/lib/api/answer-extras.ts';
import type { AnswerPiece } from '../metastudio/callback-answer.ts';
import { screenMessage } from './screen-message.ts';
import { type SpeakOptions, speak } from './speak.ts';
import { BrainFailure, type BrainPart } from './types.ts';

async function* partsOf(...parts: (BrainPart | Error)[]): AsyncGenerator<BrainPart> {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield part;
  }
}

const options = (more: Partial<SpeakOptions> = {}): SpeakOptions => ({
  isSpoken: true,
  language: 'en',
  fillerMs: 1_500,
  requestId: 'request-1',
  signal: new AbortController().signal,
  onFailure: vi.fn(),
  ...more,
});

async function all(pieces: AsyncIterable<AnswerPiece>): Promise<AnswerPiece[]> {
  const list: AnswerPiece[] = [];
  for await (const piece of pieces) list.push(piece);
  return list;
}

const textOf = (pieces: AnswerPiece[]) => pieces.map(({ text }) => text).join('');

afterEach(() => {
  vi.useRealTimers();
});

describe('a spoken answer', () => {
  it('has what the screen shows with its last words, which are never empty', async () => {
    const screen = { sources: [{ title: 'Deploying', url: '/docs/operate' }], suggestions: ['And then?'] };
    const pieces = await all(speak(partsOf({ text: 'Hello ' }, { text: 'there, **you**.' }, { screen }), options()));
    expect(textOf(pieces)).toBe('Hello there, you.');
    expect(pieces.every(({ text }) => text.trim() !== '')).toBe(true);
    expect(pieces.slice(0, -1).every(({ extendParam }) => extendParam === undefined)).toBe(true);
    expect(readAnswerExtras(pieces.at(-1)?.extendParam)).toEqual({ v: 1, ...screen });
  });

  it('is spoken piece by piece in Chinese, too', async () => {
    const pieces = await all(
      speak(partsOf({ text: '你好，很高兴' }, { text: '见到你。' }), options({ language: 'zh' })),
    );
    expect(textOf(pieces)).toBe('你好，很高兴见到你。');
    expect(pieces.length).toBeGreaterThan(1);
  });

  it.each([
    ['Japanese', 'これはテストです。とてもうれしいです。'],
    ['Thai', 'สวัสดีครับผมเป็นผู้ช่วยดิจิทัลยินดีที่ได้รู้จัก'],
  ])('is spoken piece by piece in %s, which has no spaces, too', async (_, words) => {
    const pieces = await all(speak(partsOf(...[...words].map((text) => ({ text }))), options()));
    expect(textOf(pieces)).toBe(words);
    expect(pieces.length).toBeGreaterThan(5);
    expect(pieces.every(({ text }) => /^\P{M}/u.test(text))).toBe(true);
  });

  it.each([
    ['in one piece', ['word '.repeat(2_000)]],
    ['in large pieces', ['word '.repeat(700), 'word '.repeat(700)]],
    ['after a long beginning', ['word '.repeat(799), '𠮷'.repeat(100)]],
  ])('ends within the limit when it is long, because it is sent back as history: %s', async (_, texts) => {
    const screen = { suggestions: ['And then?'] };
    const pieces = await all(speak(partsOf({ screen }, ...texts.map((text) => ({ text }))), options()));
    expect(textOf(pieces).length).toBeLessThanOrEqual(4_000);
    expect(textOf(pieces).length).toBeGreaterThan(3_900);
    expect(textOf(pieces).isWellFormed()).toBe(true);
    expect(pieces.every(({ text }) => text.trim() !== '')).toBe(true);
    expect(readAnswerExtras(pieces.at(-1)?.extendParam)).toEqual({ v: 1, ...screen });
  });

  it('begins with a word, also in writing', async () => {
    const pieces = await all(speak(partsOf({ text: '\n\n' }, { text: 'Hello there.' }), options({ isSpoken: false })));
    expect(textOf(pieces)).toBe('Hello there.');
  });

  it.each([
    ['你好，答案是这样。', '\n\n\n'],
    ['你好，答案是这样。 \n\n'],
    ['สวัสดีครับผมเป็นผู้ช่วย', '   '],
    ['Hello there.', '\n\n\n'],
  ])('in writing is whole when blanks follow its last word: %j %j', async (...texts) => {
    const screen = { suggestions: ['And then?'] };
    const onFailure = vi.fn();
    const parts = partsOf(...texts.map((text) => ({ text })), { screen });
    const pieces = await all(speak(parts, options({ isSpoken: false, onFailure })));
    expect(textOf(pieces)).toBe(texts.join(''));
    expect(readAnswerExtras(pieces.at(-1)?.extendParam)).toEqual({ v: 1, ...screen });
    expect(onFailure).not.toHaveBeenCalled();
  });

  it('has no blank piece, however its text is split', async () => {
    const text = fc.string({ unit: fc.constantFrom('你', '。', 'a', '.', ' ', '\n', 'ก', '่'), maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(text), fc.boolean(), async (texts, isSpoken) => {
        const pieces = await all(speak(partsOf(...texts.map((text) => ({ text }))), options({ isSpoken })));
        expect(pieces.filter((piece) => piece.text.trim() === '')).toEqual([]);
        if (!isSpoken && texts.join('').trim() !== '') expect(textOf(pieces)).toBe(texts.join('').trimStart());
      }),
    );
  });

  it.each([
    ['en', 'https://example.com/a.', 'Please see the link below.', 1],
    ['zh', '[https://example.com/a](https://example.com/a)', '请看下面的链接。', 1],
    ['en', '👍🏽!', 'All right.', undefined],
    ['zh', '❤️😀', '好的。', undefined],
  ] as const)('in %s has words even if there are none in %j', async (language, text, words, sources) => {
    const onFailure = vi.fn();
    const pieces = await all(speak(partsOf({ text }), options({ language, onFailure })));
    expect(textOf(pieces)).toBe(words);
    expect(readAnswerExtras(pieces.at(-1)?.extendParam)?.sources?.length).toBe(sources);
    expect(onFailure).not.toHaveBeenCalled();
  });

  it('shows its links instead of speaking them', async () => {
    const pieces = await all(speak(partsOf({ text: 'See [the docs](https://example.com/a) please.' }), options()));
    expect(textOf(pieces)).toBe('See the docs please.');
    expect(readAnswerExtras(pieces.at(-1)?.extendParam)?.sources).toEqual([
      { title: 'the docs', url: 'https://example.com/a' },
    ]);
    const chinese = await all(speak(partsOf({ text: '请看[数字人](https://example.com/数字人)。' }), options()));
    expect(readAnswerExtras(chinese.at(-1)?.extendParam)?.sources).toEqual([
      { title: '数字人', url: 'https://example.com/%E6%95%B0%E5%AD%97%E4%BA%BA' },
    ]);
  });

  it('keeps its marks in writing', async () => {
    const text = '**See** https://example.com/a\n```\ncode\n``` 👍';
    expect(textOf(await all(speak(partsOf({ text }), options({ isSpoken: false }))))).toBe(text);
  });

  it.each([
    ['before the first word', partsOf(new Error('down')), /^I am sorry/],
    ['in the middle', partsOf({ text: 'It is about to ' }, new Error('down')), /^It is about to … I am sorry/],
    ['without a word', partsOf(), /^I am sorry/],
    ['with nothing to be spoken', partsOf({ text: '```\ncode\n```' }), /^I am sorry/],
  ])('is an apology with a reference when the brain fails %s', async (_, parts, words) => {
    const onFailure = vi.fn();
    const pieces = await all(speak(parts, options({ onFailure })));
    expect(textOf(pieces)).toMatch(words);
    expect(readAnswerExtras(pieces.at(-1)?.extendParam)).toEqual({ v: 1, requestId: 'request-1' });
    expect(onFailure).toHaveBeenCalledOnce();
  });

  it('has a filler once, in its language, while the brain is slow', async () => {
    vi.useFakeTimers();
    async function* slow(): AsyncGenerator<BrainPart> {
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      yield { text: 'Done.' };
    }
    const pieces = all(speak(slow(), options()));
    await vi.advanceTimersByTimeAsync(5_000);
    expect((await pieces).map(({ text }) => text)).toEqual(['One moment. ', 'Done.']);
    const without = all(speak(slow(), options({ fillerMs: 0 })));
    await vi.advanceTimersByTimeAsync(5_000);
    expect((await without).map(({ text }) => text)).toEqual(['Done.']);
  });

  it('leaves no timer', async () => {
    vi.useFakeTimers();
    await all(speak(partsOf({ text: 'Quick.' }), options()));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends when it is interrupted, even if the brain hangs', async () => {
    const abort = new AbortController();
    async function* hanging(): AsyncGenerator<BrainPart> {
      yield { text: 'One two ' };
      await new Promise(() => {});
    }
    const onFailure = vi.fn();
    const list: string[] = [];
    for await (const { text } of speak(hanging(), options({ signal: abort.signal, onFailure }))) {
      list.push(text);
      abort.abort();
    }
    expect(list).toEqual(['One']);
    expect(onFailure).not.toHaveBeenCalled();
  });

  it('is an apology, and stops the brain, when the whole answer takes too long', async () => {
    vi.useFakeTimers();
    let wasStopped = false;
    async function* slow(): AsyncGenerator<BrainPart> {
      try {
        for (;;) {
          yield { text: 'One two ' };
          await new Promise((resolve) => setTimeout(resolve, 10_000));
        }
      } finally {
        wasStopped = true;
      }
    }
    const onFailure = vi.fn();
    const pieces = all(speak(slow(), options({ onFailure })));
    await vi.advanceTimersByTimeAsync(24_999);
    expect(onFailure).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(textOf(await pieces)).toMatch(/ two … I am sorry/);
    expect(onFailure).toHaveBeenCalledWith(new BrainFailure('no whole answer in 25 s'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(wasStopped).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is whole even if the caller reads it slowly', async () => {
    vi.useFakeTimers();
    const onFailure = vi.fn();
    let said = '';
    for await (const { text } of speak(partsOf({ text: 'One two ' }, { text: 'three four' }), options({ onFailure }))) {
      said += text;
      await vi.advanceTimersByTimeAsync(20_000);
    }
    expect(said).toBe('One two three four');
    expect(onFailure).not.toHaveBeenCalled();
  });

  it('shows each of its links once', async () => {
    const link = '[docs](https://example.com/a)';
    const [last] = (await all(speak(partsOf({ text: `${link} and ${link}.` }), options()))).slice(-1);
    expect(readAnswerExtras(last?.extendParam)?.sources).toHaveLength(1);
    const source = { title: 'docs', url: 'https://example.com/a' };
    const others = ['b', 'c', 'd'].map((name) => ({ title: name, url: `https://example.com/${name}` }));
    expect(JSON.parse(screenMessage({ sources: [source, source, source, ...others] }) ?? '').sources).toHaveLength(4);
  });

  it('is short enough to be sent back as history', async () => {
    async function* endless(): AsyncGenerator<BrainPart> {
      for (;;) yield { text: 'words and ' };
    }
    expect(textOf(await all(speak(endless(), options()))).length).toBeLessThanOrEqual(4_096);
  });
});

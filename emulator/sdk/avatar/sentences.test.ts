import { expect, it } from 'vitest';
import { splitSentences } from './sentences';

async function split(...pieces: string[]): Promise<string[]> {
  const sentences: string[] = [];
  for await (const sentence of splitSentences(pieces)) sentences.push(sentence);
  return sentences;
}

it('finds sentences across pieces', async () => {
  expect(await split('Hel', 'lo. How ar', 'e you? I am', ' fine')).toEqual(['Hello.', 'How are you?', 'I am fine']);
});

it('ends a Chinese sentence without a space', async () => {
  expect(await split('你好。我是美美！再见')).toEqual(['你好。', '我是美美！', '再见']);
});

it('does not split numbers and file names', async () => {
  expect(await split('Version 3.5 reads next.config.js here. Done.')).toEqual([
    'Version 3.5 reads next.config.js here.',
    'Done.',
  ]);
});

it('keeps the number of a list with its sentence', async () => {
  expect(await split('Two steps:\n1', '. Install', ' it.\n2. Run it. That is 2.')).toEqual([
    'Two steps:',
    '1. Install it.',
    '2. Run it.',
    'That is 2.',
  ]);
});

it('knows the marks of other scripts, and keeps a quotation mark with its sentence', async () => {
  expect(await split('他说：「你好。」然后走了。')).toEqual(['他说：「你好。」', '然后走了。']);
  expect(await split('كيف حالك؟ بخير.')).toEqual(['كيف حالك؟', 'بخير.']);
});

it('does not wait for the end of a long first sentence', async () => {
  expect(
    await split(
      'A once code is a one-off ticket, which lives for five minutes, and no more. One, two, three, and four.',
    ),
  ).toEqual([
    'A once code is a one-off ticket,',
    'which lives for five minutes, and no more.',
    'One, two, three, and four.',
  ]);
  expect(await split('Yes, of course. And more.')).toEqual(['Yes, of course.', 'And more.']);
  expect(await split('一次性鉴权码，五分钟内有效，只能用一次。')).toEqual([
    '一次性鉴权码，',
    '五分钟内有效，只能用一次。',
  ]);
});

it('cuts a piece without an end at a space', async () => {
  const parts = await split('word '.repeat(200));
  expect(parts.length).toBeGreaterThan(2);
  for (const part of parts) expect(part).toMatch(/^word( word)*$/);
});

it('cuts a long Chinese piece at a comma, and no character in two', async () => {
  for (const part of await split('没有句号的很长的句子，'.repeat(60))) expect(part).toMatch(/，$/);
  for (const part of await split('a', '𠮷'.repeat(320))) expect(part.isWellFormed()).toBe(true);
});

it('yields the first sentence before the second piece comes', async () => {
  let asked = 0;
  const pieces = (function* () {
    asked++;
    yield 'One. Two';
    asked++;
    yield ' more.';
  })();
  const sentences = splitSentences(pieces);
  expect((await sentences.next()).value).toBe('One.');
  expect(asked).toBe(1);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpeechFilter } from './speech-filter.ts';

function spoken(...pieces: string[]): string {
  const filter = new SpeechFilter();
  return pieces.map((piece) => filter.push(piece)).join('') + filter.end();
}

describe('what is spoken of a text', () => {
  it.each([
    ['Plain words, and 2 * 3 = 6.', 'Plain words, and 2 * 3 = 6.'],
    ['2*3=6, 2**3=8, and 4*5*6.', '2*3=6, 2**3=8, and 4*5*6.'],
    ['One: x<y\nand y>z.', 'One: x<y\nand y>z.'],
    ['**Bold**, *soft*, __bold__, _soft_ and ~~gone~~.', 'Bold, soft, bold, soft and gone.'],
    ['Set `METASTUDIO_ROBOT_ID` and robot_id.', 'Set METASTUDIO_ROBOT_ID and robot_id.'],
    ['# Title\nText', 'Title\nText'],
    ['- one\n* two\n+ three\n1. four', 'one\ntwo\nthree\n1. four'],
    ['- [ ] open\n- [x] done', 'open\ndone'],
    ['> quoted\n> twice', 'quoted\ntwice'],
    ['See [the docs](https://example.com/a_b "title") now.', 'See the docs now.'],
    ['See [the **docs**][ref], ![a picture](x.png).', 'See the docs, a picture.'],
    ['See https://example.com/a?b=c#d.', 'See.'],
    ['See <https://example.com>, www.example.com/x or mail a.b@example.com!', 'See, or mail!'],
    ['请看https://example.com/路径。谢谢', '请看路径。谢谢'],
    ['Open example.com:8080/path, not index.html or Next.js.', 'Open, not index.html or Next.js.'],
    ['Run:\n```sh\nnpm run demo\n```\nDone.', 'Run:\nDone.'],
    ['Run:\n~~~\n```\n~~~\nDone.', 'Run:\nDone.'],
    ['An open block:\n```\nnever closed', 'An open block:'],
    ['Fine 👍🏽 and 👩‍👩‍👧 and 🇩🇪 and ❤️!', 'Fine and and and!'],
    ['a < b, <b>bold</b> <br/>line', 'a < b, bold line'],
    ['<p>One</p><P class="x">two<br>three H<sub>2</sub>O', 'One two three H2O'],
    ['| a | b |\n|---|---|\n| 1 | 2 |', 'a, b\n1, 2'],
    ['One\n\n---\n\nTwo', 'One\nTwo'],
    ['Title\n=====\nText', 'Title\nText'],
    ['Not \\*bold\\* and C# and #1', 'Not bold and C# and #1'],
    ['[1] is no link, and a lone [ neither', '[1] is no link, and a lone [ neither'],
    ['A note[^1].', 'A note.'],
    ['[a](b)[c](d)www.x.org and [a](b)[c](d)https://x.org/y end', 'ac and ac end'],
    ['**你好**，`代码`和[链接](https://x.cn/)。', '你好，代码和链接。'],
    ['Bell\u0007 and nul\u0000, half \ud83d and \udc4d of a pair.', 'Bell and nul, half and of a pair.'],
    ['', ''],
  ])('has neither markup nor addresses: %j', (text, expected) => {
    expect(spoken(text)).toBe(expected);
  });

  const fragments = fc.constantFrom(
    '**',
    '*',
    '_',
    '`',
    '```',
    '```\n',
    '~~~',
    '~~',
    '\n',
    '\n\n',
    '# ',
    '- ',
    '- [x] ',
    '> ',
    '[',
    ']',
    '](',
    ')',
    '[a](b)',
    'https://example.com/x',
    'www.x.org',
    'example.com',
    'a@b.com',
    '👍🏽',
    '👩‍👩‍👧',
    '🇩🇪',
    '你好',
    '。',
    'word',
    ' ',
    '.',
    '!',
    '![',
    '<',
    '<b>',
    '>',
    '|',
    '| a | b |',
    '|---|',
    '---',
    '===',
    '\\',
    '\\*',
    '1. ',
    'snake_case',
    '\ud83d',
    '\udc4d',
    '(',
    '2 * 3',
    '#',
    '[a][b]',
    'http',
    '://x',
    'é',
  );
  const texts = fc.oneof(
    fc.array(fragments, { maxLength: 25 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 60 }),
  );

  it.each([
    'A [link\n\nthat](https://x.org) is none',
    `A [${'long '.repeat(500)}](https://x.org) link`,
    `A [link](https://x.org/${'x'.repeat(3_000)}) link`,
    `https://x.org/${'x'.repeat(3_000)} end`,
    `| ${'cell '.repeat(600)} | b |\nend`,
    `<${'a '.repeat(1_500)}> end`,
  ])('is the same when %# comes in pieces', (text) => {
    for (const size of [1, 7, 1_999, 2_001]) {
      const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [];
      expect(spoken(...pieces)).toBe(spoken(text));
    }
  });

  it('is the same wherever the text is cut', () => {
    fc.assert(
      fc.property(texts, fc.array(fc.nat(), { maxLength: 30 }), (text, cuts) => {
        const at = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
        const pieces = [...at, text.length].map((end, index) => text.slice(index === 0 ? 0 : at[index - 1], end));
        expect(spoken(...pieces)).toBe(spoken(text));
        expect(spoken(...text.split(''))).toBe(spoken(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('contains no emoji, address or emphasis', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const words = spoken(text);
        expect(words).not.toMatch(/https?:\/\/\w|www\.\w+\.|`|\*\*|[\p{Regional_Indicator}\p{Emoji_Modifier}👍👩]/u);
      }),
      { numRuns: 2_000 },
    );
  });

  it('returns its links for the screen', () => {
    const filter = new SpeechFilter();
    filter.push('See [the docs](https://example.com/a) or https://example.org/b, or <https://example.net/c>.');
    filter.end();
    expect(filter.links).toEqual([
      { title: 'the docs', url: 'https://example.com/a' },
      { title: 'example.org/b', url: 'https://example.org/b' },
      { title: 'example.net/c', url: 'https://example.net/c' },
    ]);
  });

  it('shows where a link leads whose text is another address', () => {
    const filter = new SpeechFilter();
    filter.push('See [bank.example.com](https://evil.example/x) now.');
    filter.end();
    expect(filter.links).toEqual([{ title: 'evil.example/x', url: 'https://evil.example/x' }]);
  });

  it('is available word by word', () => {
    const filter = new SpeechFilter();
    expect(filter.push('One two ')).toBe('One two');
    expect(filter.push('three')).toBe('');
    expect(filter.push(' ')).toBe(' three');
  });
});

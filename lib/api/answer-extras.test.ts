import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { MAX_EXTRAS_LENGTH, readAnswerExtras } from './answer-extras.ts';

const read = (value: unknown) => readAnswerExtras(JSON.stringify(value));

describe('the extras of an answer', () => {
  it('reads sources, suggestions and an action', () => {
    const extras = {
      v: 1,
      sources: [
        { title: 'Deploying', url: '/docs/operate#another-proxy' },
        { title: 'MetaStudio', url: 'https://support.huaweicloud.com/' },
      ],
      suggestions: ['What does it cost?'],
      action: { type: 'open_page', path: '/privacy' },
      requestId: 'b1946ac9-2f1c',
    };
    // A browser of 2023 has no `URL.canParse`.
    vi.spyOn(URL, 'canParse').mockImplementation(() => {
      throw new TypeError('URL.canParse is not a function');
    });
    expect(read(extras)).toEqual(extras);
    expect(read({ v: 1, action: { type: 'end_conversation' } })).toEqual({
      v: 1,
      action: { type: 'end_conversation' },
    });
  });

  const source = (url: unknown) => ({ v: 1, sources: [{ title: 'x', url }] });
  it.each([
    ['https://zh.wikipedia.org/wiki/数字人', 'https://zh.wikipedia.org/wiki/%E6%95%B0%E5%AD%97%E4%BA%BA'],
    ['https://例え.jp/a?b=é#ü', 'https://xn--r8jz45g.jp/a?b=%C3%A9#%C3%BC'],
    ['/docs/数字人?q=%E6%95%B0#字', '/docs/%E6%95%B0%E5%AD%97%E4%BA%BA?q=%E6%95%B0#%E5%AD%97'],
  ])('writes the address %s in ASCII', (url, inAscii) => {
    expect(read(source(url))).toEqual(source(inAscii));
    expect(read(source(inAscii))).toEqual(source(inAscii));
  });

  it('writes the path of an action in ASCII', () => {
    const action = (path: string) => ({ v: 1, action: { type: 'open_page', path } });
    expect(read(action('/隐私'))).toEqual(action('/%E9%9A%90%E7%A7%81'));
  });

  it('shows each page and each question once', () => {
    const [one, two] = ['/docs/a', '/docs/b'].map((url) => ({ title: 'x', url }));
    expect(read({ v: 1, sources: [one, two, one, two, one], suggestions: ['a', 'a', 'b', 'a'] })).toEqual({
      v: 1,
      sources: [one, two],
      suggestions: ['a', 'b'],
    });
  });

  it.each([
    ['another version', { v: 2 }],
    ['no version', { sources: [] }],
    ['a version that is a string', { v: '1' }],
    ['a list', [1]],
    ['null', null],
    ['a script link', source('javascript:alert(1)')],
    ['a script link in disguise', source(' JaVaScRiPt:alert(1)')],
    ['a data link', source('data:text/html,<script>alert(1)</script>')],
    ['http', source('http://example.com/')],
    ['another host by two slashes', source('//example.com/')],
    ['another host by a backslash', source('/\\example.com/')],
    ['another host by a tab', source('/\t/example.com/')],
    ['another host by dots', source('/.//example.com')],
    ['http in Chinese', source('http://例え.jp/')],
    ['a Chinese link with a blank', source('https://example.com/数字 人')],
    ['a Chinese link with a line break', source('https://example.com/数字\n人')],
    ['a Chinese link with an invisible character', source('https://example.com/数字\u202e人')],
    ['a Chinese link with a backslash', source('https:\\\\例え.jp')],
    ['a Chinese link with a password', source('https://用户:secret@example.com/')],
    ['a Chinese link that is too long', source(`https://example.com/${'数'.repeat(60)}`)],
    ['a path with half a character', source('/docs/\ud842')],
    ['a link with a password', source('https://user:secret@example.com/')],
    ['a link without a scheme', source('example.com')],
    ['a link that is not text', source(5)],
    ['an empty title', { v: 1, sources: [{ title: ' ', url: '/docs/x' }] }],
    ['a long title', { v: 1, sources: [{ title: 'x'.repeat(201), url: '/docs/x' }] }],
    ['five sources', { v: 1, sources: [1, 2, 3, 4, 5].map((page) => ({ title: 'x', url: `/docs/${page}` })) }],
    ['four suggestions', { v: 1, suggestions: ['a', 'b', 'c', 'd'] }],
    ['a suggestion that is an object', { v: 1, suggestions: [{ html: '<b>' }] }],
    ['an unknown action', { v: 1, action: { type: 'eval', code: '1' } }],
    ['an action that leads elsewhere', { v: 1, action: { type: 'open_page', path: 'https://example.com/' } }],
    ['an action with a script', { v: 1, action: { type: 'open_page', path: 'javascript:alert(1)' } }],
    ['a request ID with markup', { v: 1, requestId: '<b>' }],
  ])('drops %s', (_, value) => {
    expect(read(value)).toBeUndefined();
  });

  it('drops text that is too long or not JSON', () => {
    expect(read({ v: 1, padding: 'x'.repeat(10_240) })).toBeUndefined();
    expect(readAnswerExtras(`{"v":1}${' '.repeat(MAX_EXTRAS_LENGTH)}`)).toBeUndefined();
    for (const text of [undefined, '', '{', '<script>alert(1)</script>'])
      expect(readAnswerExtras(text)).toBeUndefined();
  });

  it('accepts links to other sites only with https', () => {
    const urls = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.string().map((rest) => `/${rest}`),
      fc.string().map((rest) => `https:${rest}`),
      fc.string({ unit: 'binary' }).map((rest) => `/${rest}`),
      fc.string({ unit: 'binary' }).map((rest) => `https://${rest}`),
    );
    fc.assert(
      fc.property(urls, (text) => {
        const url = read(source(text))?.sources?.[0]?.url;
        if (url === undefined) return;
        const { origin, protocol } = new URL(url, 'https://chat.example.com');
        expect(protocol).toBe('https:');
        if (url.startsWith('/')) expect(origin).toBe('https://chat.example.com');
        // The page reads what the server wrote.
        expect(read(source(url))).toEqual(source(url));
      }),
    );
  }, 30_000);
});

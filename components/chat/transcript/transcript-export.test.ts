// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';
import { type ExportOptions, exportTranscript } from './transcript-export';

const at = Date.UTC(2026, 0, 2, 22, 4, 5);
const entries: TranscriptEntry[] = [
  { id: 'a', who: 'person', text: 'What is <b>a once code</b>?', at, state: 'complete' },
  { id: 'b', who: 'digital-human', text: '# A ticket\n\n1. used *once*', at: at + 1_500, state: 'complete' },
  { id: 'c', who: 'person', text: 'lost', at: at + 9_000, state: 'failed' },
];
const options: ExportOptions = {
  site: 'https://chat.example.com',
  sources: 'Source',
  suggestions: 'Suggested',
  title: 'Conversation with Mei',
  nameOf: ({ who }) => (who === 'person' ? 'You' : 'Mei'),
  notSent: 'Not delivered',
  locale: 'en-GB',
  timeZone: 'Asia/Shanghai',
};

test('text names who said what, with date and time in the user’s time zone', () => {
  expect(exportTranscript(entries, 'text', options)).toBe(`Conversation with Mei
3 January 2026 (GMT+8)

[06:04:05] You: What is <b>a once code</b>?
[06:04:06] Mei: # A ticket

1. used *once*
[06:04:14] You (Not delivered): lost
`);
});

test('a Chinese transcript has Chinese punctuation', () => {
  const mei = { ...entries[1], text: '五分钟。', extendParam: JSON.stringify({ v: 1, suggestions: ['能用两次吗？'] }) };
  const said = [mei, { ...entries[2], text: '喂' }] as TranscriptEntry[];
  const chinese: ExportOptions = {
    ...options,
    title: '与小美的对话',
    nameOf: ({ who }) => (who === 'person' ? '你' : '小美'),
    notSent: '未送达',
    suggestions: '推荐问题',
    locale: 'zh-CN',
  };
  expect(exportTranscript(said, 'text', chinese)).toBe(`与小美的对话
2026年1月3日（GMT+8）

[06:04:06] 小美：五分钟。
  推荐问题：能用两次吗？
[06:04:14] 你（未送达）：喂
`);
  const markdown = exportTranscript(said, 'markdown', chinese);
  expect(markdown).toContain('**你（未送达）**');
  expect(markdown).toContain('- 推荐问题：能用两次吗？');
});

test('right-to-left text keeps its order beside a name and a time, line by line', () => {
  const arabic = { ...entries[0], text: 'ما هو (once code)؟\nمثال 1.' } as TranscriptEntry;
  const said = [arabic, entries[1] as TranscriptEntry];
  const lines = exportTranscript(said, 'text', options);
  expect(lines).toContain('[06:04:05] You: \u2068ما هو (once code)؟\u2069\n\u2068مثال 1.\u2069\n');
  expect(lines).toContain('Mei: # A ticket\n'); // no direction marks in left-to-right text
  expect(exportTranscript(said, 'markdown', options)).toContain(
    '\u2068ما هو (once code)؟\u2069\n\u2068مثال 1.\u2069\n',
  );
  const named = { ...options, nameOf: () => 'ميّ', title: 'Conversation with ميّ' };
  expect(exportTranscript(said, 'text', named)).toContain('\u2068Conversation with ميّ\u2069\n');
  expect(exportTranscript(said, 'text', named)).toContain('] \u2068ميّ\u2069: ');
  for (const format of ['json', 'vtt'] as const)
    expect(exportTranscript(said, format, named)).not.toMatch(/[\u2068\u2069]/);
});

test('Markdown shows what was said unchanged, even if it contains markup', () => {
  const markdown = exportTranscript(entries, 'markdown', options);
  expect(markdown).toContain('# Conversation with Mei\n');
  expect(markdown).toContain('**Mei** · 06:04:06\n\n\\# A ticket\n\n1\\. used \\*once\\*');
  expect(markdown).toContain('\\<b\\>');
});

test('JSON has exact times and says what was not delivered', () => {
  const { entries: lines } = JSON.parse(exportTranscript(entries, 'json', options));
  expect(lines).toHaveLength(3);
  expect(lines[1]).toEqual({
    at: '2026-01-02T22:04:06.500Z',
    who: 'digital-human',
    name: 'Mei',
    text: entries[1]?.text,
    delivered: true,
  });
  expect(lines[2].delivered).toBe(false);
});

test('WebVTT times count from the first line, and no cue has markup, a blank line or an undelivered question', () => {
  expect(exportTranscript(entries, 'vtt', options)).toBe(`WEBVTT - Conversation with Mei

00:00:00.000 --> 00:00:01.500
<v You>What is &lt;b&gt;a once code&lt;/b&gt;?

00:00:01.500 --> 00:00:03.500
<v Mei># A ticket
1. used *once*
`);
});

test('WebVTT cues never end before they begin, also after an hour', () => {
  const late = [entries[0], { ...entries[1], at: at + 3_661_001 }, { ...entries[1], at: at + 3_661_001 }];
  const vtt = exportTranscript(late as TranscriptEntry[], 'vtt', options);
  expect(vtt).toContain('01:01:01.001 --> 01:01:01.002');
});

test('a spoken question that was reported after its answer began gives no WebVTT time before zero, nor out of order', () => {
  const question = { ...entries[0], at: at + 500 };
  const answer = { ...entries[1], at };
  const vtt = exportTranscript([question, answer] as TranscriptEntry[], 'vtt', options);
  expect(vtt.match(/.+ --> .+/g)).toEqual(['00:00:00.500 --> 00:00:00.501', '00:00:00.500 --> 00:00:02.500']);
});

test.each(['text', 'json'] as const)('pictures in an answer keep their address and alternative text: %s', (format) => {
  const markup = '<p>See <img src="https://a.example/map.png" alt="the map"></p>';
  const entry = { id: 'a', who: 'digital-human', text: 'See the map', markup, at, state: 'complete' } as const;
  expect(exportTranscript([entry], format, options)).toContain('See the map (https://a.example/map.png)');
});

test('the file has the sources and suggested questions, without those that the page drops', () => {
  const extras = { v: 1, sources: [{ title: 'The [docs]', url: '/docs/x' }], suggestions: ['And then?'] };
  const answer = { id: 'a', who: 'digital-human', text: 'Yes.', at: 0, state: 'complete' } as const;
  const answers: TranscriptEntry[] = [
    { ...answer, extendParam: JSON.stringify(extras) },
    { ...answer, extendParam: '{"v":1,"sources":[{"title":"x","url":"javascript:alert(1)"}]}' },
  ];
  const text = exportTranscript(answers, 'text', options);
  expect(text).toContain('  Source: The [docs] https://chat.example.com/docs/x\n  Suggested: And then?\n');
  expect(exportTranscript(answers, 'markdown', options)).toContain(
    '- Source: [The \\[docs\\]](<https://chat.example.com/docs/x>)\n- Suggested: And then?\n',
  );
  const [first, second] = JSON.parse(exportTranscript(answers, 'json', options)).entries;
  expect(first.sources).toEqual([{ title: 'The [docs]', url: 'https://chat.example.com/docs/x' }]);
  expect(second).not.toHaveProperty('sources');
  expect(text).not.toContain('javascript');
});

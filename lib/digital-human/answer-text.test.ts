// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest';
import { answerText } from './answer-text.ts';

it.each([
  ['plain words', 'plain words'],
  ['', ''],
  ['<p>One</p><p>Two</p>', 'One\nTwo'],
  ['<p>One</p>\n<p>Two</p>', 'One\nTwo'],
  ['One<br>Two<br/>Three', 'One\nTwo\nThree'],
  ['<h1>Title</h1><div>Words <strong>bold</strong></div>', 'Title\nWords bold'],
  ['<b>b</b><code>c</code><em>e</em><i>i</i><span style="x">s</span><u>u</u>', 'bceisu'],
  ['<P CLASS="a">Upper</P>', 'Upper'],
  ['<img src="/a.png" alt="A map"> of it', 'A map of it'],
  ['<img src="/a.png"> of it', ' of it'],
  ['<video src="/a.mp4"></video>', ''],
  ['a &amp; b &lt;b&gt; &#65;', 'a & b <b> A'],
  ['?a=1&copy=2', '?a=1&copy=2'],
  ['AT&T, R&D', 'AT&T, R&D'],
  ['1 < 2 > 0', '1 < 2 > 0'],
  ['a <- b <= c << d', 'a <- b <= c << d'],
  ['<a href="https://a.example">link</a>', '<a href="https://a.example">link</a>'],
  ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ['<body><broken><bold>', '<body><broken><bold>'],
  ['List<int> and <T>', 'List<int> and <T>'],
  ['<img src=x onerror="alert(1)" alt="x">', 'x'],
  ['&lt;img src=x onerror=alert(1)&gt;', '<img src=x onerror=alert(1)>'],
  ['<p>unclosed <b>bold', 'unclosed bold'],
  ['<b', '<b'],
  ['</b>only closed', 'only closed'],
  ['  led by spaces<br>', '  led by spaces\n'],
])('%j reads as %j', (raw, text) => {
  expect(answerText(raw)).toBe(text);
});

it.each([
  ['a <', 'a '],
  ['a </', 'a '],
  ['a <st', 'a '],
  ['a <img src="x" al', 'a '],
  ['a <img alt="1 > 0', 'a '],
  ['a <br/', 'a '],
  ['a &am', 'a '],
  ['a <script', 'a <script'],
  ['a <3', 'a <3'],
  ['a < b', 'a < b'],
])('holds back an unfinished tag: %j', (raw, text) => {
  expect(answerText(raw, { isOpen: true })).toBe(text);
});

it('can keep the addresses of pictures and videos, for a file', () => {
  const raw = 'See <img src="https://a.example/1.png" alt="the map"> and <video src="https://a.example/2.mp4"></video>';
  expect(answerText(raw, { addresses: true })).toBe(
    'See the map (https://a.example/1.png) and https://a.example/2.mp4',
  );
});

it('removes handlers and styles before parsing, because the page’s policy would report each', () => {
  const parsed = vi.spyOn(DOMParser.prototype, 'parseFromString');
  const raw =
    '<img alt=\'turn on="x" > here\' ONERROR="a()" src=x onload=b() style="color:red"><b onclick=\'c()\'>bold</b><br/>';
  expect(answerText(raw, { addresses: true })).toBe('turn on="x" > here (x)bold\n');
  expect(parsed.mock.calls[0]?.[0]).toBe(
    `<!doctype html><body><div><img alt='turn on="x" > here' src=x><b>bold</b><br></div>`,
  );
  parsed.mockRestore();
});

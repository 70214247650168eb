import { describe, expect, it } from 'vitest';
import { firstDifference, readPage } from './markdown';

describe('a page', () => {
  it('returns its links, without those in code', () => {
    const page = readPage('See [the route](../app/route.ts#x), [`a.ts`](a.ts).\n```\n[no](no.ts)\n```\n');
    expect(page.links).toEqual(['../app/route.ts#x', 'a.ts']);
  });

  it("has GitHub's anchors for its headings, and explicit ones", () => {
    const page = readPage('# What *is* it, `really`?\n## Twice\n## Twice\n| <a id="47010046"></a> |\n');
    expect([...page.anchors]).toEqual(['what-is-it-really', 'twice', 'twice-1', '47010046']);
  });

  it('returns the files and commands that it names', () => {
    const page = readPage(
      '`lib/api/errors.ts` and `create()`; run `npm run doctor`.\n```sh\nnpm run check # all\n```\n',
    );
    expect(page.namedFiles).toEqual(['lib/api/errors.ts']);
    expect(page.scripts).toEqual(['doctor', 'check']);
  });

  it('finds a link whose text names another file than its target', () => {
    const page = readPage(
      '[`attempt.ts`](lib/attempt.ts), [`lib/attempt.ts`](../lib/attempt.ts#x), [`connect.ts`](lib/attempt.ts)\n',
    );
    expect(page.misnamed).toEqual(['connect.ts → lib/attempt.ts']);
  });

  it("returns a workspace's command with its workspace", () => {
    const page = readPage(
      '`npm start -w examples/plain`, `npm run prove:standalone -w tools`, `npm start`, `npm run build && npm start`\n',
    );
    expect(page.scripts).toEqual(['start -w examples/plain', 'prove:standalone -w tools', 'start', 'build', 'start']);
  });
});

describe('two languages of one page', () => {
  const english =
    '# Run it\n\n```sh\nnpm ci   # install\n```\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n[more](docs/x.md#it)\n';
  const chinese = english.replace('Run it', '运行').replace('# install', '# 安装').replace('more', '更多');

  it('have one structure when only the text differs', () => {
    expect(firstDifference(readPage(english), readPage(chinese.replace('#it', '#它')))).toBeUndefined();
  });

  it.each([
    ['each other', '[中文](README.zh-CN.md)', '[English](README.md)'],
    ['a page in both languages', '[q](docs/questions.md#a)', '[q](docs/questions.zh-CN.md#b)'],
    ['a picture of each language', '![chat](docs/chat.png)', '![对话](docs/chat.zh-CN.png)'],
    ['the vendor’s page', '[c](https://v.example/intl/en-us/api/c.html)', '[c](https://v.example/api/c.html)'],
  ])('may link to %s', (_what, one, other) => {
    expect(firstDifference(readPage(one), readPage(other))).toBeUndefined();
  });

  it('must not link to two pages of the vendor', () => {
    const [one, other] = ['[c](https://v.example/intl/en-us/api/c.html)', '[c](https://v.example/api/d.html)'];
    expect(firstDifference(readPage(one), readPage(other))).toBeDefined();
  });

  it.each([
    ['a command', chinese.replace('npm ci', 'npm install')],
    ['a table row', chinese.replace('| 1 | 2 |\n', '')],
    ['a heading level', chinese.replace('# 运行', '## 运行')],
    ['a link', chinese.replace('docs/x.md', 'docs/y.md')],
  ])('differ in %s', (_what, page) => {
    expect(firstDifference(readPage(english), readPage(page))).toBeDefined();
  });
});

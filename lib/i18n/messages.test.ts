import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import en from './en.json';
import { type Locale, locales } from './locale.ts';
import { messagesOfChat, messagesOfEveryPage } from './messages.ts';
import zhCN from './zh-CN.json';

function messages(branch: object, path = ''): [path: string, message: string][] {
  return Object.entries(branch).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : messages(value, `${path}${key}.`),
  );
}

const argumentsOf = (message: string) => [...message.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name).sort();

const translations = locales
  .filter((locale) => locale !== 'en')
  .map((locale) => [locale, JSON.parse(readFileSync(`lib/i18n/${locale}.json`, 'utf8')) as object] as const);

test.each(translations)('%s has the same messages as English with the same arguments', (_, catalogue) => {
  const shape = (each: object) => messages(each).map(([path, message]) => [path, argumentsOf(message)]);
  expect(shape(catalogue)).toEqual(shape(en));
});

/** The names of file formats are the same in every language. */
const formatNames = ['Markdown', 'JSON', 'WebVTT'];

/** A single word, such as *System*, may be the same in another language with Latin letters. */
const mayBeTheSame = (message: string, locale: Locale) =>
  formatNames.includes(message) ||
  (!/\s/.test(message) && new Intl.Locale(locale).maximize().script === new Intl.Locale('en').maximize().script);

test.each(translations)('no message in %s is empty or left in English', (locale, catalogue) => {
  const translated = new Map(messages(catalogue));
  for (const [path, message] of messages(en)) {
    expect(message.trim(), path).not.toBe('');
    expect(translated.get(path)?.trim(), path).not.toBe('');
    if (!mayBeTheSame(message, locale)) expect(translated.get(path), path).not.toBe(message);
  }
});

/** The namespaces that the components in these files read. */
function namespacesIn(files: string[]): string[] {
  const read = files
    .map((file) => readFileSync(file, 'utf8'))
    .filter((text) => text.includes('useTranslations('))
    .flatMap((text) => {
      const named = [...text.matchAll(/useTranslations\('(\w+)/g)];
      // Without a namespace, each message has its full name.
      const full = text.includes('useTranslations()') ? [...text.matchAll(/['`](\w+)\.[\w.$]/g)] : [];
      return [...named, ...full].map(([, namespace]) => namespace as string);
    });
  return [...new Set(read)].filter((namespace) => namespace in en);
}

const components = ['app', 'components']
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`))
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'));
const isOfChat = (file: string) => file.startsWith('components/chat/');

test('every page gets the messages that its components read, and none that only the server reads', () => {
  const everywhere = namespacesIn(components.filter((file) => !isOfChat(file)));
  expect(Object.keys(messagesOfEveryPage('en')).sort()).toEqual(everywhere.sort());
  const inChat = namespacesIn(components);
  expect(Object.keys(messagesOfChat('en')).sort()).toEqual(inChat.sort());
});

// STOP_ABANDONED_SESSIONS=0 without a brain: the server cannot find the user's other conversations.
test.each([
  ['en', /another device continues/],
  ['zh-CN', /设备上正在进行的对话会继续/],
] as const)('in %s the dialog promises to end conversations elsewhere only if the server can', (locale, continues) => {
  const textOf = (endsElsewhere: boolean) => JSON.stringify(messagesOfChat(locale, endsElsewhere).everywhere?.text);
  expect(textOf(true)).not.toMatch(continues);
  expect(textOf(false)).toMatch(continues);
});

// The handle that MetaStudio passes on contains the name, and a language model receives it with each question.
test('the consent and the privacy page say that the user’s name is sent', () => {
  for (const text of [en.consent.device, en.privacy.sent.user]) expect(text).toMatch(/Your name (is sent|goes)/);
  for (const text of [zhCN.consent.device, zhCN.privacy.sent.user]) expect(text).toMatch(/你的姓名(会|只以)加密/);
});

test('every Chinese message that says what to do is polite', () => {
  for (const [entry, { todo }] of Object.entries(zhCN.failure.entry)) expect(todo, entry).toMatch(/^请/);
});

test('Chinese messages use one term for each thing, and Chinese punctuation', () => {
  const otherTerms =
    /管理者|运营者|供应商|线路|呼叫|直接写|写下|领取|取得|申请|认证码|重新载入|静音|机器人|许可|你的数据/;
  for (const [path, message] of messages(zhCN)) {
    expect(message, path).not.toMatch(otherTerms);
    expect(message, path).not.toMatch(/\p{Script=Han}[.,;:?!]|[。，；：！？、] |\p{Script=Han} ?\(/u);
    if (!path.startsWith('error.')) expect(message, path).not.toContain('编号');
  }
});

import { expect, test } from 'vitest';
import en from './en.json';
import zhCN from './zh-CN.json';

function messages(branch: object, path = ''): [path: string, message: string][] {
  return Object.entries(branch).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : messages(value, `${path}${key}.`),
  );
}

const argumentsOf = (message: string) => [...message.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name).sort();

test('both languages have the same messages with the same arguments', () => {
  const shape = (catalogue: object) => messages(catalogue).map(([path, message]) => [path, argumentsOf(message)]);
  expect(shape(zhCN)).toEqual(shape(en));
});

/** Formats, whose names are the same in every language. */
const formatNames = ['Markdown', 'JSON', 'WebVTT'];

test('no message is empty or left in English', () => {
  const chinese = new Map(messages(zhCN));
  for (const [path, message] of messages(en)) {
    expect(message.trim(), path).not.toBe('');
    if (!formatNames.includes(message)) expect(chinese.get(path), path).not.toBe(message);
  }
});

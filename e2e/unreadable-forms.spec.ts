/**
 * The server answers malformed forms with a client error and continues. No page of ours sends them, and the tests need
 * no browser.
 */
import { expect, test } from 'playwright/test';
import { appUrl } from './stack';

/** The ID in the page's form, which every visitor can read. */
let action: string;
test.beforeAll(async () => {
  const page = await (await fetch(`${appUrl}/sign-in`)).text();
  action = /\$ACTION_ID_(\w+)/.exec(page)?.[1] ?? '';
  expect(action).not.toBe('');
});

const post = async (body: BodyInit, headers: Record<string, string>) =>
  (
    await fetch(`${appUrl}/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: appUrl, ...headers },
      body,
    })
  ).status;

/** Each kind of error that Next, React's decoder and busboy throw while they read the arguments of an action. */
const argumentTexts = {
  'no JSON': '{',
  'not a list': '5',
  'too many arguments': `[${Array(1001).fill(0)}]`,
  'a number that is too long': `["$n${'9'.repeat(301)}"]`,
  'lists nested too deep': '['.repeat(20_000) + ']'.repeat(20_000),
  'a missing part': '["$K1","$Q1"]',
  'a stream twice': '["$R1","$R1"]',
  'a promise of itself': '"$@0"',
};

for (const [name, body] of Object.entries(argumentTexts)) {
  test(`arguments of an action are answered 400: ${name}`, async () => {
    expect(await post(body, { 'next-action': action, 'content-type': 'text/plain;charset=UTF-8' })).toBe(400);
  });
}

/** Part 0 refers to the other one and comes last, as React sends it. */
const argumentParts: Record<string, [string | Blob, string]> = {
  'a map of a number': ['5', '["$Q1"]'],
  'a map twice': ['[]', '["$Q1","$Q1"]'],
  'a typed array of a wrong length': [new Blob(['abc']), '["$S1"]'],
  'an unknown action': ['{"id":"x"}', '["$h1"]'],
  'a missing property': ['[]', '["$1:x"]'],
};

for (const [name, [part, root]] of Object.entries(argumentParts)) {
  test(`arguments in parts are answered 400: ${name}`, async () => {
    const form = new FormData();
    form.set('1', part);
    form.set('0', root);
    expect(await post(form, { 'next-action': action })).toBe(400);
  });
}

test('bound arguments that cannot be read are answered 400', async () => {
  const form = new FormData();
  form.set('$ACTION_REF_1', '');
  form.set('$ACTION_1:1', `[${Array(1001).fill(0)}]`);
  form.set('$ACTION_1:0', JSON.stringify({ id: action, bound: '$@1' }));
  expect(await post(form, {})).toBe(400);
});

test('a form that ends too early is answered 400, and one that is too long 413', async () => {
  const form = { 'content-type': 'multipart/form-data; boundary=b' };
  const part = '--b\r\nContent-Disposition: form-data; name="0"\r\n\r\n';
  expect(await post(part, form)).toBe(400);
  expect(await post(part, { ...form, 'next-action': action })).toBe(400);
  const isLong = `${part}${'x'.repeat(1_500_000)}\r\n--b--\r\n`;
  expect(await post(isLong, form)).toBe(413);
  expect(await post(isLong, { ...form, 'next-action': action })).toBe(413);
});

test('a range outside a file is answered 416, and a condition on the file’s version is ignored', async () => {
  const statusOf = async (headers: Record<string, string>) =>
    (await fetch(`${appUrl}/digital-human.webp`, { headers })).status;
  expect(await statusOf({ range: 'bytes=0-9' })).toBe(206);
  expect(await statusOf({ range: 'bytes=99999999-' })).toBe(416);
  expect(await statusOf({ range: 'bytes=9-1' })).toBe(416);
  expect(await statusOf({ 'if-match': '"x"' })).toBe(200);
  expect(await statusOf({ 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' })).toBe(200);
});

test('the server still answers afterwards', async () => {
  expect((await fetch(`${appUrl}/api/health`)).status).toBe(200);
});

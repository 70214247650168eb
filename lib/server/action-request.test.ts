import { describe, expect, it } from 'vitest';
import { isFromAnotherSite, isUnreadableAction } from './action-request';

const ID = '40f360a63b26bd2ae485cfc42c9bf2349f41a6b90c';
const page = 'http://localhost/sign-in';
const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  isUnreadableAction(new Request(page, { method: 'POST', body, headers }));
const call = (body: BodyInit) => post(body, { 'next-action': ID });
const formOf = (fields: Record<string, string>) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
};

describe('a call of a server action', () => {
  it.each(['[]', '["$K1"]'])('%s passes', async (body) => {
    expect(await call(body)).toBe(false);
  });

  it('with a form passes, whatever the form holds', async () => {
    expect(await call(formOf({ 0: '["$K1"]', [`_1_$ACTION_ID_${ID}`]: '', _1_id: '$F1' }))).toBe(false);
  });

  it.each(['', '{', '5', '[5]', '["$F1"]', '["$h1"]', '["$Q1"]', '["$@1"]', '[{"__proto__":{}}]', '["$K1","$K1"]'])(
    '%s is refused, as text and as a form',
    async (body) => {
      expect(await call(body)).toBe(true);
      expect(await call(formOf({ 0: body }))).toBe(true);
    },
  );

  it('with a form that holds no arguments is refused', async () => {
    expect(await call(formOf({ id: 'x' }))).toBe(true);
  });
});

describe('a form without JavaScript', () => {
  it('passes with its hidden field', async () => {
    expect(await post(formOf({ [`$ACTION_ID_${ID}`]: '', id: 'ada.lovelace' }))).toBe(false);
  });

  it.each(['$ACTION_REF_1', '$ACTION_1:0', '$ACTION_KEY', '$ACTION_ID_../x'])('is refused with %s', async (name) => {
    expect(await post(formOf({ [name]: '' }))).toBe(true);
  });

  it('is refused when it cannot be read', async () => {
    expect(await post('--x', { 'content-type': 'multipart/form-data' })).toBe(true);
    expect(await post('--x', { 'content-type': 'multipart/form-data; boundary=x' })).toBe(true);
  });
});

describe('a post of another site', () => {
  const from = (origin: string, siteUrl?: string) =>
    isFromAnotherSite(new Request(page, { headers: { origin, host: 'app:3000' } }), siteUrl);

  it('is told by the host that arrived, or by the one people type', () => {
    expect(from('http://app:3000')).toBe(false);
    expect(from('https://chat.example', 'https://chat.example')).toBe(false);
    expect(from('http://app:3000', 'https://chat.example')).toBe(false);
  });

  it.each(['https://evil.example', 'null', 'http://app:3001', ''])('is one from %j', (origin) => {
    expect(from(origin, 'https://chat.example')).toBe(true);
  });

  it('is none when nothing is said', () => {
    expect(isFromAnotherSite(new Request(page), undefined)).toBe(false);
  });
});

it('other posts are none of its business', async () => {
  expect(await post('a=1', { 'content-type': 'application/x-www-form-urlencoded' })).toBe(false);
});

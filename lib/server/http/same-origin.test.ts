import { describe, expect, it } from 'vitest';
import { isFromAnotherSite, isSameOrigin } from './same-origin.ts';

const site = 'https://chat.example';
type Case = [string, Record<string, string>, string | undefined, boolean];

describe('isSameOrigin', () => {
  it.each<Case>([
    ['says nothing about its origin', { host: 'chat.example' }, undefined, false],
    [
      'comes from the host it was sent to',
      { origin: 'http://localhost:3000', host: 'localhost:3000' },
      undefined,
      true,
    ],
    ['comes from another port', { origin: 'http://localhost:3001', host: 'localhost:3000' }, undefined, false],
    [
      'comes from 127.0.0.1 to localhost',
      { origin: 'http://127.0.0.1:3000', host: 'localhost:3000' },
      undefined,
      false,
    ],
    ['is fetched by the same origin', { 'sec-fetch-site': 'same-origin', host: 'x' }, undefined, true],
    [
      'is fetched by the same site',
      { 'sec-fetch-site': 'same-site', origin: site, host: 'chat.example' },
      undefined,
      false,
    ],
    ['is typed into the address bar', { 'sec-fetch-site': 'none', host: 'x' }, undefined, false],
    ['has an opaque origin', { origin: 'null', host: 'x' }, undefined, false],
    ['has one, but is of the same origin', { origin: 'null', 'sec-fetch-site': 'same-origin', host: 'x' }, site, true],
    ['has one, and is of another', { origin: 'null', 'sec-fetch-site': 'cross-site', host: 'x' }, undefined, false],
    ['spells out the default port', { origin: site, host: 'chat.example:443' }, undefined, true],
    [
      'is behind a proxy',
      { origin: site, host: 'app:3000', 'x-forwarded-host': 'chat.example, inner' },
      undefined,
      true,
    ],
    [
      'lies in the second forwarded host',
      { origin: site, host: 'a', 'x-forwarded-host': 'b, chat.example' },
      undefined,
      false,
    ],
    ['fits AUTH_URL and not the proxy', { origin: site, host: 'app', 'x-forwarded-host': 'x' }, site, true],
    ['fits the host but not AUTH_URL', { origin: 'https://app', host: 'app' }, site, false],
    ['has AUTH_URL’s host on another port', { origin: 'http://chat.example', host: 'chat.example' }, site, false],
    [
      'hides the host in user info',
      { origin: 'https://chat.example@evil.example', host: 'chat.example' },
      undefined,
      false,
    ],
    ['has a path in its origin', { origin: 'https://chat.example/x', host: 'chat.example' }, undefined, false],
    ['has a malformed host', { origin: site, host: 'chat.example/..' }, undefined, false],
    ['has no host', { origin: site }, undefined, false],
    [
      'disagrees with itself',
      { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example', host: 'x' },
      undefined,
      false,
    ],
  ])('judges a request that %s', (_, headers, siteUrl, expected) => {
    expect(isSameOrigin(new Headers(headers), siteUrl)).toBe(expected);
  });
});

describe('isFromAnotherSite', () => {
  it.each<Case>([
    ['names no origin', { host: 'chat.example' }, site, false],
    ['comes by AUTH_URL', { origin: site, host: 'app:3000' }, site, false],
    ['comes by another name of this host', { origin: 'http://10.0.0.7:3000', host: '10.0.0.7:3000' }, site, false],
    [
      'has an opaque origin of the same site',
      { origin: 'null', 'sec-fetch-site': 'same-origin', host: 'x' },
      site,
      false,
    ],
    ['has an opaque origin', { origin: 'null', host: 'x' }, site, true],
    ['says it is of another site', { 'sec-fetch-site': 'cross-site', host: 'x' }, site, true],
    ['is another site’s', { origin: 'https://evil.example', host: 'x' }, site, true],
  ])('judges a form that %s', (_, headers, siteUrl, expected) => {
    expect(isFromAnotherSite(new Headers(headers), siteUrl)).toBe(expected);
  });
});

import { expect, it } from 'vitest';
import { isHttps, siteAddress } from './site-address.ts';

const addressOf = (headers: Record<string, string>, siteUrl?: string) =>
  siteAddress(new Headers(headers), siteUrl)?.origin;

it('the site’s address is AUTH_URL when it is set, for any headers of a proxy', () => {
  const headers = { host: 'app-1:3000', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' };
  expect(addressOf(headers, 'https://chat.example.com')).toBe('https://chat.example.com');
});

it.each<[headers: Record<string, string>, address: string | undefined]>([
  [{ host: 'chat.example.com', 'x-forwarded-proto': 'https' }, 'https://chat.example.com'],
  [{ host: 'chat.example.com', 'x-forwarded-proto': 'https,http' }, 'https://chat.example.com'],
  [{ host: 'chat.example.com', 'x-forwarded-proto': ' HTTPS , http' }, 'https://chat.example.com'],
  [{ host: 'chat.example.com', 'x-forwarded-proto': 'http, https' }, 'http://chat.example.com'],
  [{ host: 'chat.example.com', 'x-forwarded-proto': 'javascript' }, 'http://chat.example.com'],
  [{ host: 'chat.example.com', 'x-forwarded-proto': '' }, 'http://chat.example.com'],
  [{ host: 'app-1:3000', 'x-forwarded-host': 'chat.example.com, proxy.internal' }, 'http://chat.example.com'],
  [{ host: 'app-1:3000', 'x-forwarded-host': 'a b' }, 'http://app-1:3000'],
  [{ host: 'app-1:3000', 'x-forwarded-host': 'x/path' }, 'http://app-1:3000'],
  [{ host: '[::1]:3000' }, 'http://[::1]:3000'],
  [{ host: 'a b' }, undefined],
  [{}, undefined],
])('the site’s address without AUTH_URL, for the headers %j', (headers, address) => {
  expect(addressOf(headers)).toBe(address);
});

it('the site’s scheme comes from the same headers', () => {
  expect(isHttps(new Headers({ host: 'x', 'x-forwarded-proto': 'https,http' }), undefined)).toBe(true);
  expect(isHttps(new Headers({ host: 'x', 'x-forwarded-proto': 'https' }), 'http://localhost:3000')).toBe(false);
});

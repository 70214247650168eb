import { beforeEach, expect, it, vi } from 'vitest';

vi.mock('server-only', () => ({}));
const request = vi.hoisted(() => ({ headers: new Headers(), user: null as { id: string; name: string } | null }));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));
vi.mock('next/navigation', () => ({
  redirect: (path: string) => {
    throw new Error(`redirect ${path}`);
  },
}));
vi.mock('./current-user.ts', () => ({ currentUser: async () => request.user }));

import { pageUser } from './page-user.ts';

const page = () => pageUser('/chat?debug');

beforeEach(() => {
  request.headers = new Headers();
  request.user = null;
});

it('redirects a page without a user to the sign-in', async () => {
  await expect(page()).rejects.toThrow('redirect /sign-in?callbackUrl=%2Fchat%3Fdebug');
});

it('redirects no open page that posts a server action', async () => {
  request.headers.set('next-action', '7f');
  expect(await page()).toBeNull();
});

it('returns the user of a page and of a server action', async () => {
  request.user = { id: 'oidc:42', name: 'Ada' };
  expect(await page()).toEqual(request.user);
  request.headers.set('next-action', '7f');
  expect(await page()).toEqual(request.user);
});

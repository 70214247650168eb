import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { shownUserOf } from '@/lib/server/auth/shown-user';
import { provideSessionControl } from '@/lib/server/sessions/session-control';
import { SessionWorld } from '@/lib/server/testing/session-world';

const page = vi.hoisted(() => ({ signedOut: 0, deleted: [] as string[], user: null as { id: string } | null }));
vi.mock('next/headers', () => ({ cookies: async () => ({ delete: (name: string) => page.deleted.push(name) }) }));
vi.mock('next/navigation', () => ({
  redirect: (path: string) => {
    throw new Error(`redirect ${path}`);
  },
}));
vi.mock('next-auth', () => ({ AuthError: Error }));
vi.mock('@/lib/server/auth/auth', () => ({
  signInOptions: () => ({ demoUsers: [], providers: [] }),
  signOut: async () => {
    page.signedOut += 1;
  },
}));
vi.mock('@/lib/server/auth/current-user', () => ({ canSignIn: () => true, currentUser: async () => page.user }));

import { signOutEverywhere, signOutHere } from './actions';

let world: SessionWorld;

beforeEach(async () => {
  world = new SessionWorld();
  Object.assign(page, { signedOut: 0, deleted: [], user: { id: '李雷' } });
});
afterEach(() => {
  provideSessionControl(undefined);
  vi.unstubAllEnvs();
});

/** Starts two conversations of a user whose ID differs from the one in the handle, because a header cannot hold it. */
async function twoLive() {
  // The handle holds the user's ID as in `X-App-UserId`.
  const keeper = world.keeper({
    openHandle: async (handle) => ({
      appUserId: handle.startsWith('mine') ? '%E6%9D%8E%E9%9B%B7' : 'bob',
      name: '',
      language: 'en',
      issuedAtMs: world.clock.wallMs() - 5_000,
      expiresAtMs: 0,
    }),
  });
  provideSessionControl(keeper);
  const jobs = ['mine-1', 'mine-2', 'foreign'].map((handle) => world.cloud.start('room-1', handle));
  await world.clock.advance(5_000);
  return { keeper, running: () => jobs.map(({ isRunning }) => isRunning) };
}

describe('signing out', () => {
  it('ends the conversation of this page, and no other', async () => {
    const { running, keeper } = await twoLive();
    await expect(signOutHere('mine-1')).rejects.toThrow('redirect /');
    await world.clock.advance(4_000);
    expect(running()).toEqual([false, true, true]);
    expect(await keeper.areSignInsRefused('李雷', 0)).toBe(false);
    expect(page).toMatchObject({ signedOut: 1, deleted: [expect.stringContaining('consent')] });
  });

  it('also takes the handle from a form, and signs out with any other argument', async () => {
    const { running } = await twoLive();
    const form = new FormData();
    form.set('clientId', 'mine-2');
    await expect(signOutHere(form)).rejects.toThrow('redirect /');
    for (const sent of [undefined, null, {}, 'foreign', 7])
      await expect(signOutHere(sent)).rejects.toThrow('redirect /');
    await world.clock.advance(4_000);
    expect(running()).toEqual([true, false, true]);
    expect(page.signedOut).toBe(6);
  });

  it('everywhere ends all conversations and all sign-ins of the user', async () => {
    const { running, keeper } = await twoLive();
    await expect(signOutEverywhere()).rejects.toThrow('redirect /');
    expect(running()).toEqual([false, false, true]);
    expect(await keeper.areSignInsRefused('李雷', world.clock.wallMs() - 1)).toBe(true);
    expect(await keeper.areSignInsRefused('bob', 0)).toBe(false);
    expect(page.signedOut).toBe(1);
  });

  it('everywhere changes nothing when the page shows another user than the one signed in', async () => {
    vi.stubEnv('AUTH_SECRET', 'secret');
    const { running, keeper } = await twoLive();
    for (const sent of [shownUserOf('bob', ['secret']), '', {}, 7])
      expect(await signOutEverywhere(sent)).toBe('other_user');
    expect(running()).toEqual([true, true, true]);
    expect(await keeper.areSignInsRefused('李雷', 0)).toBe(false);
    expect(page).toMatchObject({ signedOut: 0, deleted: [] });
    await expect(signOutEverywhere(shownUserOf('李雷', ['secret']))).rejects.toThrow('redirect /');
  });

  it('works when no part of the server keeps sessions, and for a session that has ended', async () => {
    await expect(signOutHere('mine-1')).rejects.toThrow('redirect /');
    await expect(signOutEverywhere()).rejects.toThrow('redirect /');
    expect(page.signedOut).toBe(2);
  });

  it('works here after the sign-in has expired', async () => {
    page.user = null;
    await expect(signOutHere('mine-1')).rejects.toThrow('redirect /');
    expect(page.signedOut).toBe(1);
  });

  it('everywhere changes nothing after the sign-in has expired, because the user is unknown', async () => {
    const { running } = await twoLive();
    page.user = null;
    expect(await signOutEverywhere()).toBe('sign_in_expired');
    expect(page).toMatchObject({ signedOut: 0, deleted: [] });
    expect(running()).toEqual([true, true, true]);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@/lib/api/errors';
import * as auth from '@/lib/server/auth/current-user';
import { shownUserOf } from '@/lib/server/auth/shown-user';
import { log } from '@/lib/server/log';
import { provideSessionControl, type SessionControl } from '@/lib/server/sessions/session-control';
import { SessionWorld } from '@/lib/server/testing/session-world';
import * as end from './end/route';
import * as state from './route';

vi.mock('@/lib/server/auth/current-user', () => ({ currentUser: vi.fn() }));

const SITE = 'http://localhost:3000';
const sameOrigin = { origin: SITE, host: 'localhost:3000' };
const signInAs = (id: string | null) => vi.mocked(auth.currentUser).mockResolvedValue(id ? { id, name: id } : null);

const get = (headers: Record<string, string> = {}) =>
  state.GET(new Request(`${SITE}/api/session`, { headers: { ...sameOrigin, ...headers } }));
const post = (body: BodyInit | null, headers: Record<string, string> = {}) =>
  end.POST(
    new Request(`${SITE}/api/session/end`, {
      method: 'POST',
      body,
      headers: { ...sameOrigin, ...(body === null ? {} : { 'content-type': 'text/plain;charset=UTF-8' }), ...headers },
    }),
  );

let world: SessionWorld;
let keeper: SessionControl;
let person: string;
const logged: unknown[] = [];

const shown = (id: string) => ({ 'x-shown-user': shownUserOf(id, ['secret']) });

/** Starts a conversation of this user in room 1. */
function live(user = person) {
  const handle = world.issue(keeper as ReturnType<SessionWorld['keeper']>, user);
  return { handle, job: world.cloud.start('room-1', handle) };
}

beforeEach(() => {
  vi.stubEnv('AUTH_SECRET', 'secret');
  world = new SessionWorld();
  keeper = world.keeper();
  provideSessionControl(keeper);
  // Each test has its own user, because limits count per user.
  person = `p${crypto.randomUUID().replaceAll('-', '')}`;
  signInAs(person);
  logged.length = 0;
  vi.spyOn(log, 'error').mockImplementation((line: unknown) => logged.push(line));
});
afterEach(() => {
  provideSessionControl(undefined);
  vi.unstubAllEnvs();
});

/** Checks the headers that every answer of the API has. */
async function checked(answer: Response | Promise<Response>): Promise<Response> {
  const response = await answer;
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('x-request-id')).toMatch(/^[\w-]{8,}$/);
  return response;
}

async function problemOf(answer: Promise<Response>) {
  const response = await checked(answer);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const { status, code } = await response.json();
  expect(status).toBe(response.status);
  return { status, code };
}

describe('GET /api/session', () => {
  it('says whether the user has a conversation elsewhere', async () => {
    const { handle } = live();
    expect(await (await checked(get())).json()).toEqual({ running: true });
    expect(await (await checked(get({ 'x-client-id': handle }))).json()).toEqual({ running: false });
    signInAs('another-user');
    expect(await (await get({ 'x-client-id': handle })).json()).toEqual({ running: false });
  });

  it.each(['moved', 'signed_out'] as const)('says why the server ended the session: %s', async (reason) => {
    const { handle } = live();
    await world.clock.advance(2_000);
    await keeper.endAll(person, reason);
    expect(await (await get({ 'x-client-id': handle })).json()).toEqual({ running: false, ended: reason });
  });

  it.each(['moved', 'signed_out'] as const)(
    'says so when the sign-in has expired or was refused, and nothing else: %s',
    async (reason) => {
      const { handle } = live();
      const { handle: other } = live();
      await world.clock.advance(2_000);
      signInAs(null);
      expect(await problemOf(get({ 'x-client-id': handle }))).toEqual({ status: 401, code: 'signed_out' });
      await keeper.endAll(person, reason, other);
      expect(await (await checked(get({ 'x-client-id': handle }))).json()).toEqual({ running: false, ended: reason });
      for (const text of [other, 'x', 'x'.repeat(4_000)])
        expect(await problemOf(get({ 'x-client-id': text }))).toEqual({ status: 401, code: 'signed_out' });
      expect(await problemOf(get({ 'x-client-id': handle, origin: 'https://evil.example' }))).toMatchObject({
        code: 'signed_out',
      });
    },
  );

  it('tells a page that shows another user only why its own session ended', async () => {
    const { handle } = live('somebodyelse');
    live();
    expect(await (await get(shown(person))).json()).toEqual({ running: true });
    expect(await problemOf(get(shown('somebodyelse')))).toEqual({ status: 409, code: 'other_user' });
    const own = { ...shown('somebodyelse'), 'x-client-id': handle };
    expect(await problemOf(get(own))).toEqual({ status: 409, code: 'other_user' });
    await world.clock.advance(2_000);
    await keeper.endAll('somebodyelse', 'moved');
    expect(await (await checked(get(own))).json()).toEqual({ running: false, ended: 'moved' });
  });

  it('gives no reason for a session that the user left, nor for a malformed handle', async () => {
    const { handle } = live();
    await keeper.end(person, handle, 'left');
    await world.clock.advance(0);
    for (const text of [handle, 'x', 'x'.repeat(4_000)])
      expect(await (await get({ 'x-client-id': text })).json()).toEqual({ running: false });
  });

  it('answers false when no part of the server keeps sessions', async () => {
    provideSessionControl(undefined);
    expect(await (await checked(get())).json()).toEqual({ running: false });
  });

  it('refuses who is signed out, another site and any other method', async () => {
    expect(await problemOf(get({ origin: 'https://evil.example' }))).toEqual({ status: 403, code: 'cross_origin' });
    expect(await problemOf(state.GET(new Request(`${SITE}/api/session`)))).toMatchObject({ code: 'cross_origin' });
    signInAs(null);
    expect(await problemOf(get())).toEqual({ status: 401, code: 'signed_out' });
    for (const refuse of [state.POST, state.PUT, state.PATCH, state.DELETE, state.HEAD, state.OPTIONS]) {
      const response = await checked(refuse());
      expect([response.status, response.headers.get('allow'), await response.text()]).toEqual([405, 'GET', '']);
    }
    expect(world.cloud.lists).toBe(0);
  });

  it('limits the requests of each user', async () => {
    for (let i = 0; i < 60; i++) expect((await get()).status).toBe(200);
    const response = await get();
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await problemOf(Promise.resolve(response))).toEqual({ status: 429, code: 'rate_limited' });
    signInAs(`${person}2`);
    expect((await get()).status).toBe(200);
  });

  it('answers an error of this server as a problem, and logs it', async () => {
    vi.mocked(auth.currentUser).mockRejectedValue(new AppError('misconfigured', { reason: 'AUTH_SECRET is not set' }));
    expect(await problemOf(get())).toEqual({ status: 503, code: 'misconfigured' });
    expect(logged).toEqual([expect.objectContaining({ event: 'session_state_failed', code: 'misconfigured' })]);
  });
});

describe('POST /api/session/end', () => {
  it('ends only the session of the handle', async () => {
    const [one, other] = [live(), live()];
    const response = await checked(post(one.handle));
    expect([response.status, await response.text()]).toEqual([204, '']);
    await world.clock.advance(0);
    expect([one.job.isRunning, other.job.isRunning]).toEqual([false, true]);
  });

  it('without a body ends all sessions of the user, as signed out', async () => {
    const [one, other, foreign] = [live(), live(), live('somebodyelse')];
    await world.clock.advance(2_000);
    expect((await checked(post(null))).status).toBe(204);
    expect([one.job, other.job, foreign.job].map(({ isRunning }) => isRunning)).toEqual([false, false, true]);
    expect(await keeper.state(person, one.handle)).toMatchObject({ ended: 'signed_out' });
  });

  it('without a body and as moved ends all sessions but that of the page', async () => {
    const [here, there] = [live(), live()];
    await world.clock.advance(2_000);
    await post(null, { 'x-session-end': 'moved', 'x-client-id': here.handle });
    expect([here.job.isRunning, there.job.isRunning]).toEqual([true, false]);
    const asked = keeper.state(person, there.handle);
    await world.clock.advance(300);
    expect(await asked).toEqual({ running: true, ended: 'moved' });
  });

  it.each(['moved', 'signed_out'])('ends nothing for a page that shows another user: %s', async (reason) => {
    const { job } = live();
    await world.clock.advance(2_000);
    const from = { 'x-session-end': reason, ...shown('somebodyelse') };
    expect(await problemOf(post(null, from))).toEqual({ status: 409, code: 'other_user' });
    expect(job.isRunning).toBe(true);
    expect((await post(null, { ...from, ...shown(person) })).status).toBe(204);
    expect(job.isRunning).toBe(false);
  });

  it('refuses the handle of another user', async () => {
    const { handle, job } = live('somebodyelse');
    expect(await problemOf(post(handle))).toEqual({ status: 403, code: 'other_user' });
    await world.clock.advance(60_000);
    expect(job.isRunning).toBe(true);
  });

  it.each([
    ['a malformed handle', 'not a handle'],
    ['a blank', ' '],
    ['a body that is too large', 'x'.repeat(100_000)],
    ['a byte that is not UTF-8', new Uint8Array([0xff])],
  ])('ends nothing for %s', async (_, body) => {
    const { job } = live();
    expect((await checked(post(body))).status).toBe(204);
    await world.clock.advance(60_000);
    expect(job.isRunning).toBe(true);
  });

  it('ends nothing for an incomplete body', async () => {
    const { job } = live();
    const broken = new ReadableStream({ start: (controller) => controller.error(new Error('reset')) });
    const request = new Request(`${SITE}/api/session/end`, {
      method: 'POST',
      headers: { ...sameOrigin, 'content-type': 'text/plain' },
      body: broken,
      duplex: 'half',
    } as RequestInit);
    expect((await end.POST(request)).status).toBe(204);
    await world.clock.advance(60_000);
    expect(job.isRunning).toBe(true);
  });

  it.each(['application/json', 'multipart/form-data', 'application/x-www-form-urlencoded', 'text/plainly'])(
    'refuses a body of the type %s',
    async (type) => {
      const { handle, job } = live();
      expect((await checked(post(handle, { 'content-type': type }))).status).toBe(400);
      await world.clock.advance(60_000);
      expect(job.isRunning).toBe(true);
    },
  );

  it('answers 204 while the cloud is unavailable, and stops the job later', async () => {
    const { handle, job } = live();
    world.cloud.listFault = () => new AppError('cloud_unavailable');
    expect((await post(handle)).status).toBe(204);
    await world.clock.advance(60_000);
    world.cloud.listFault = undefined;
    await world.clock.advance(60_000);
    expect(job.isRunning).toBe(false);
  });

  it('answers 204 when no part of the server keeps or stops sessions', async () => {
    const { handle, job } = live();
    provideSessionControl(world.keeper({ stopsSessions: false }));
    expect((await post(handle)).status).toBe(204);
    expect((await post(null, { 'x-session-end': 'moved' })).status).toBe(204);
    provideSessionControl(undefined);
    expect((await post(handle)).status).toBe(204);
    await world.clock.advance(60_000);
    expect(job.isRunning).toBe(true);
  });

  it('refuses who is signed out, another site and any other method', async () => {
    const { handle, job } = live();
    const elsewhere = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect(await problemOf(post(handle, elsewhere))).toEqual({ status: 403, code: 'cross_origin' });
    signInAs(null);
    expect(await problemOf(post(handle))).toEqual({ status: 401, code: 'signed_out' });
    for (const refuse of [end.GET, end.PUT, end.PATCH, end.DELETE, end.HEAD, end.OPTIONS]) {
      const response = await checked(refuse());
      expect([response.status, response.headers.get('allow'), await response.text()]).toEqual([405, 'POST', '']);
    }
    await world.clock.advance(60_000);
    expect(job.isRunning).toBe(true);
  });

  it('limits the requests of each user', async () => {
    for (let i = 0; i < 60; i++) expect((await post('x')).status).toBe(204);
    expect(await problemOf(post('x'))).toEqual({ status: 429, code: 'rate_limited' });
  });
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import { SessionFailure } from './failures.ts';
import { fetchOnceCode } from './fetch-once-code.ts';

const NOW = 'Tue, 24 Nov 2026 08:00:00 GMT';
const answer = (expiresAt: string) => ({
  onceCode: 'c0de',
  expiresAt,
  serverAddress: 'metastudio-api.cn-north-4.myhuaweicloud.com',
  robotId: 'r1',
});

function serverAnswers(body: unknown, init: ResponseInit = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const fetch = vi.fn(async (_url: string, _init: RequestInit) => new Response(text, init));
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

const ask = (signal = new AbortController().signal) => fetchOnceCode('/api/once-code', signal);

async function failureOf(asked: Promise<unknown>) {
  const error = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SessionFailure);
  return (error as SessionFailure).failure;
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('the request for a once code has no body, follows no redirect and leaves nothing in a cache', async () => {
  const fetch = serverAnswers(answer('2026-11-24T08:05:00Z'), { headers: { date: NOW } });
  await ask();
  expect(fetch).toHaveBeenCalledWith(
    '/api/once-code',
    expect.objectContaining({ method: 'POST', cache: 'no-store', redirect: 'manual' }),
  );
  expect(fetch.mock.calls[0]?.[1]).not.toHaveProperty('body');
});

describe('the life of a code', () => {
  it.each([
    ['the same', NOW],
    ['that of a proxy whose clock is an hour ahead', 'Tue, 24 Nov 2026 09:00:00 GMT'],
    ['that of a proxy whose clock is an hour behind', 'Tue, 24 Nov 2026 07:00:00 GMT'],
    ['missing', undefined],
  ])('does not depend on any clock: the Date header is %s', async (_, date) => {
    vi.useFakeTimers({ now: Date.parse('2031-01-01T00:00:00Z') }); // a browser whose clock is years off
    serverAnswers(answer('2026-11-24T08:05:00Z'), { headers: date === undefined ? {} : { date } });
    expect((await ask()).lifeMs).toBe(300_000);
  });

  it.each([
    ['10 s for the answer', 10_000, 290_000],
    ['longer than the life of a code, because the machine slept', 360_000, 0],
  ])('counts from the request: it waited %s', async (_, tookMs, lifeMs) => {
    vi.useFakeTimers();
    const answered = serverAnswers(answer('2026-11-24T08:05:00Z'));
    const respond = answered.getMockImplementation();
    answered.mockImplementation(async (...call) => {
      await vi.advanceTimersByTimeAsync(tookMs);
      return respond?.(...call) as Promise<Response>;
    });
    expect((await ask()).lifeMs).toBe(lifeMs);
  });
});

describe('the longest time of the session', () => {
  const limited = (endsInSeconds: unknown) => ({ ...answer('2026-11-24T08:05:00Z'), endsInSeconds });
  it.each([
    [undefined, undefined],
    [90, 90_000],
    [0, 0],
  ])('is, with endsInSeconds %s, %s ms', async (endsInSeconds, longestSessionMs) => {
    serverAnswers(limited(endsInSeconds));
    expect((await ask()).longestSessionMs).toBe(longestSessionMs);
  });

  it.each(['time_up', 'minutes', undefined])('comes with the limit it is of: %s', async (endsBy) => {
    serverAnswers({ ...limited(90), endsBy });
    expect((await ask()).endsBy).toBe(endsBy);
  });

  it.each([
    { endsInSeconds: '90' },
    { endsInSeconds: -1 },
    { endsInSeconds: null },
    { endsInSeconds: 90, endsBy: 'tomorrow' },
  ])('is not taken from the malformed value %j', async (malformed) => {
    serverAnswers({ ...limited(90), ...malformed });
    expect(await failureOf(ask())).toMatchObject({ code: 'unexpected_answer' });
  });
});

describe('a refusal', () => {
  const problem = (code: string, retry: string, more = {}) => ({
    ...{ type: 'about:blank', title: 'No', status: 502, code, retry, requestId: 'req-1' },
    ...more,
  });

  it('keeps the code, the kind of retry, the request ID and the cloud’s code', async () => {
    serverAnswers(problem('cloud_refused', 'never', { cloudCode: 'APIG.0301' }), { status: 502 });
    expect(await failureOf(ask())).toMatchObject({
      ...{ code: 'cloud_refused', kind: 'configuration', retry: 'never', requestId: 'req-1', cloudCode: 'APIG.0301' },
    });
  });

  it.each([
    ['7', 7],
    ['0', undefined],
    ['Wed, 25 Nov 2026 08:00:00 GMT', undefined],
  ])('with Retry-After: %s waits %s seconds', async (retryAfter, seconds) => {
    serverAnswers(problem('rate_limited', 'manual'), { status: 429, headers: { 'retry-after': retryAfter } });
    expect((await failureOf(ask())).retryAfterSeconds).toBe(seconds);
  });

  it('has its own code for used-up minutes; any other limit is the one on starts', async () => {
    const refuse = (limit: string) =>
      serverAnswers(problem('rate_limited', 'manual', { limit }), { status: 429, headers: { 'retry-after': '7200' } });
    refuse('minutes');
    expect(await failureOf(ask())).toMatchObject({
      ...{ code: 'minutes_used_up', kind: 'rate_limited', retry: 'manual', retryAfterSeconds: 7_200 },
    });
    refuse('starts');
    expect(await failureOf(ask())).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 7_200 });
  });

  it.each(['conflict', 'constructor'])(
    'with a code that is not our route’s (%s) is no problem of ours',
    async (code) => {
      serverAnswers(problem(code, 'auto'), { status: 409 });
      expect(await failureOf(ask())).toMatchObject({ code: 'unexpected_answer', kind: 'network', retry: 'manual' });
    },
  );

  it('of a proxy in front of our server is retried only when it is a 5xx', async () => {
    serverAnswers('<html>Bad gateway</html>', { status: 502, headers: { 'x-request-id': 'edge-1' } });
    expect(await failureOf(ask())).toMatchObject({ code: 'unexpected_answer', retry: 'auto', requestId: 'edge-1' });
    serverAnswers('<html>Not found</html>', { status: 404 });
    expect(await failureOf(ask())).toMatchObject({ code: 'unexpected_answer', retry: 'manual' });
  });
});

describe('a missing or malformed answer', () => {
  it.each(['', 'null', '<html>', '{}', '{"onceCode":""}', JSON.stringify({ ...answer('x') })])(
    'is never taken for a code: 200 %j',
    async (body) => {
      serverAnswers(body, { status: 200 });
      expect(await failureOf(ask())).toMatchObject({ code: 'unexpected_answer', retry: 'manual' });
    },
  );

  it.each([404, 200])('names address and status for the developer: %s', async (status) => {
    serverAnswers('<html>', { status });
    await expect(ask()).rejects.toMatchObject({ cause: new Error(`/api/once-code answered ${status}`) });
  });

  it('is a network failure when the server cannot be reached', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('Failed to fetch');
    });
    expect(await failureOf(ask())).toMatchObject({ code: 'network', retry: 'auto' });
    await expect(ask()).rejects.toMatchObject({ cause: new TypeError('Failed to fetch') });
  });

  it('is the signal’s reason when the request was aborted', async () => {
    const controller = new AbortController();
    vi.stubGlobal('fetch', async () => {
      controller.abort();
      throw new DOMException('', 'AbortError');
    });
    await expect(ask(controller.signal)).rejects.toBe(controller.signal.reason);
  });
});

it('the request names the user that the page shows, if there is one', async () => {
  const fetch = serverAnswers(answer('2026-11-24T08:05:00Z'), { headers: { date: NOW } });
  await fetchOnceCode('/api/once-code', new AbortController().signal, 'opaque');
  await ask();
  expect(fetch.mock.calls.map(([, init]) => new Headers(init.headers).get('x-shown-user'))).toEqual(['opaque', null]);
});

it('a request fails without a retry when another user has signed in', async () => {
  serverAnswers({ code: 'other_user', retry: 'never', requestId: 'r' }, { status: 409 });
  expect(await failureOf(ask())).toMatchObject({ code: 'other_user', kind: 'signed_out', retry: 'never' });
});

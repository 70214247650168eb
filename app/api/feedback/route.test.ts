import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as auth from '@/lib/server/auth/current-user';
import { log } from '@/lib/server/log';
import { GET, POST } from './route';

vi.mock('@/lib/server/auth/current-user', () => ({ currentUser: vi.fn() }));

const sameOrigin = { origin: 'http://localhost:3000', host: 'localhost:3000' };
const request = (method: string, body: string | undefined, headers: Record<string, string> = sameOrigin) =>
  new Request('http://0.0.0.0:3000/api/feedback', { method, headers, ...(body !== undefined && { body }) });
const post = (body: unknown, headers?: Record<string, string>) =>
  POST(request('POST', typeof body === 'string' ? body : JSON.stringify(body), headers));

const logged: unknown[] = [];

beforeEach(() => {
  vi.stubEnv('AUTH_SECRET', 'secret');
  vi.stubEnv('FEEDBACK', '1');
  vi.mocked(auth.currentUser).mockResolvedValue({ id: crypto.randomUUID(), name: 'Ada' });
  logged.length = 0;
  for (const level of ['info', 'warn', 'error'] as const)
    vi.spyOn(log, level).mockImplementation((line: unknown) => logged.push(line));
});
afterEach(() => vi.unstubAllEnvs());

const line = { event: 'feedback', rating: 'up', comment: undefined, requestId: undefined, jobId: undefined };

it('logs the rating, the sentence and the IDs of the session, and nothing else', async () => {
  const feedback = { rating: 'down', comment: 'It did not hear me.', requestId: 'req-1', jobId: 'job_2.a' };
  const response = await post({ ...feedback, user: 'ada', transcript: 'secret' });
  expect([response.status, await response.text()]).toEqual([204, '']);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(logged).toEqual([{ event: 'feedback', ...feedback }]);
});

it('accepts a rating without a sentence', async () => {
  expect((await post({ rating: 'up' })).status).toBe(204);
  expect((await post({ rating: 'up', comment: ' \n\t ' })).status).toBe(204);
  expect(logged).toEqual([line, line]);
});

it.each([
  ['line breaks', 'a\r\n{"level":"error"}\u2028b', 'a {"level":"error"} b'],
  ['terminal codes', 'a\u001b[31mred\u0000', 'a [31mred'],
  ['marks of direction', 'a\u202eb\u2066c', 'a b c'],
  ['half a character', 'a\ud83d b', 'a b'],
  ['Chinese and emoji', '很好 👩‍👩‍👧 👍🏽', '很好 👩‍👩‍👧 👍🏽'],
])('logs a sentence with %s as one plain line', async (_, comment, expected) => {
  expect((await post({ rating: 'up', comment })).status).toBe(204);
  expect(logged).toEqual([{ ...line, comment: expected }]);
});

it.each(['a\nb', 'x'.repeat(129), '{}', 7, null])('logs no malformed ID: %j', async (id) => {
  expect((await post({ rating: 'up', requestId: id, jobId: id })).status).toBe(204);
  expect(logged).toEqual([line]);
});

it.each([
  ['an empty body', ''],
  ['a body that is not JSON', '{"rating":'],
  ['an unknown rating', { rating: 'so-so' }],
  ['feedback without a rating', { comment: 'x' }],
  ['a sentence of more than 280 characters', { rating: 'up', comment: 'x'.repeat(281) }],
  ['a sentence that is not text', { rating: 'up', comment: ['x'] }],
  ['a body that is too large', { rating: 'up', padding: 'x'.repeat(5_000) }],
])('refuses %s', async (_, body) => {
  expect((await post(body)).status).toBe(400);
  expect(logged).toEqual([]);
});

it('accepts the longest sentence in any script', async () => {
  expect((await post({ rating: 'up', comment: '好'.repeat(280) })).status).toBe(204);
});

it('refuses another site, a request without sign-in, and every other method', async () => {
  expect((await post({ rating: 'up' }, { origin: 'https://evil.example', host: 'localhost:3000' })).status).toBe(403);
  expect((await post({ rating: 'up' }, { host: 'localhost:3000' })).status).toBe(403);
  vi.mocked(auth.currentUser).mockResolvedValue(null);
  expect((await post({ rating: 'up' })).status).toBe(401);
  const other = await GET(request('GET', undefined));
  expect([other.status, other.headers.get('allow')]).toEqual([405, 'POST']);
  expect(logged).toEqual([]);
});

it('refuses the eleventh feedback of a user in a minute', async () => {
  vi.mocked(auth.currentUser).mockResolvedValue({ id: 'eager', name: 'Eager' });
  const statuses = [];
  for (let i = 0; i < 11; i++) statuses.push((await post({ rating: 'up' })).status);
  expect(statuses.slice(9)).toEqual([204, 429]);
});

describe('without feedback', () => {
  it.each(['', '0'])('FEEDBACK=%j: the route answers 404 to every method', async (setting) => {
    vi.stubEnv('FEEDBACK', setting);
    expect((await post({ rating: 'up' })).status).toBe(404);
    expect((await GET(request('GET', undefined))).status).toBe(404);
    expect(logged).toEqual([]);
  });
});

it('logs an error of ours, and does not describe it to the page', async () => {
  vi.mocked(auth.currentUser).mockRejectedValue(new TypeError('a bug'));
  const response = await post({ rating: 'up' });
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('bug');
  expect(logged).toEqual([expect.objectContaining({ event: 'feedback_failed' })]);
});

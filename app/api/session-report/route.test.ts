import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as auth from '@/lib/server/auth/current-user';
import { log } from '@/lib/server/log';
import { GET, POST } from './route';

vi.mock('@/lib/server/auth/current-user', () => ({ currentUser: vi.fn() }));

const sameOrigin = { origin: 'http://localhost:3000', host: 'localhost:3000' };
const report = JSON.stringify({ outcome: 'person', attempts: 1, liveMs: 1_000, reconnects: 0, stepMs: {} });
const post = (body: string, headers: Record<string, string> = sameOrigin) =>
  POST(new Request('http://0.0.0.0:3000/api/session-report', { method: 'POST', headers, body }));

const logged: unknown[] = [];

beforeEach(() => {
  vi.stubEnv('AUTH_SECRET', 'secret');
  vi.mocked(auth.currentUser).mockResolvedValue({ id: crypto.randomUUID(), name: 'Ada' });
  logged.length = 0;
  vi.spyOn(log, 'info').mockImplementation((line: unknown) => logged.push(line));
});
afterEach(() => vi.unstubAllEnvs());

it('logs one line for a report and answers with nothing', async () => {
  const response = await post(report);
  expect([response.status, await response.text()]).toEqual([204, '']);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(logged).toEqual([
    expect.objectContaining({ event: 'session_over', liveMs: 1_000, requestId: response.headers.get('x-request-id') }),
  ]);
});

it('does not log a malformed report', async () => {
  expect((await post('{}')).status).toBe(400);
  expect((await post(report.padEnd(3_000))).status).toBe(400);
  expect(logged).toEqual([]);
});

it('refuses another site, a request without sign-in, and every other method', async () => {
  expect((await post(report, { origin: 'https://evil.example', host: 'localhost:3000' })).status).toBe(403);
  vi.mocked(auth.currentUser).mockResolvedValue(null);
  expect((await post(report)).status).toBe(401);
  expect(GET().status).toBe(405);
  expect(logged).toEqual([]);
});

it('limits the reports of a user', async () => {
  vi.mocked(auth.currentUser).mockResolvedValue({ id: 'eager', name: 'Eager' });
  const statuses = [];
  for (let i = 0; i < 21; i++) statuses.push((await post(report)).status);
  expect([statuses[19], statuses[20]]).toEqual([204, 429]);
});

it('logs an error of ours, and does not describe it to the page', async () => {
  const logError = vi.spyOn(log, 'error').mockImplementation(() => {});
  vi.mocked(auth.currentUser).mockRejectedValue(new TypeError('a bug'));
  const response = await post(report);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('bug');
  expect(logError).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ event: 'session_report_failed', reason: expect.stringContaining('a bug') }),
  );
});

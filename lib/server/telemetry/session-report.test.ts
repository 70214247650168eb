import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SessionReport } from '../../api/session-report.ts';
import { createLogger } from '../log.ts';
import { logSession, readSessionReport } from './session-report.ts';

const report: SessionReport = {
  outcome: 'person',
  attempts: 1,
  clickToLiveMs: 900,
  liveMs: 60_000,
  reconnects: 0,
  stepMs: { preparing: 1, authorizing: 2, connecting: 3 },
};
const post = (body: string) => new Request('http://localhost/api/session-report', { method: 'POST', body });

/** Each test has its own user, because limits count per user. */
let user = 0;
const read = (body: unknown) =>
  readSessionReport(post(typeof body === 'string' ? body : JSON.stringify(body)), `u${user}`);

beforeEach(() => {
  user += 1;
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe('readSessionReport', () => {
  it('reads what the page sends', async () => {
    expect(await read(report)).toEqual(report);
    expect(await read({ ...report, outcome: 'locked', failureCode: 'MSS.47010047' })).toMatchObject({
      failureCode: 'MSS.47010047',
    });
  });

  it('drops unknown fields', async () => {
    const answer = await read({ ...report, transcript: 'secret', stepMs: { ...report.stepMs } });
    expect(answer).toEqual(report);
    expect(await read({ ...report, sdkVersion: '5.0.6' })).toMatchObject({ sdkVersion: '5.0.6' });
    expect(await read({ ...report, sdkVersion: '5.0.6\n{}' })).toEqual(report);
    expect(await read({ ...report, failureCode: 'any text\n{"level":"error"}' })).toEqual(report);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{"outcome":'],
    ['null', 'null'],
    ['an unknown outcome', { ...report, outcome: 'x' }],
    ['a negative time', { ...report, liveMs: -1 }],
    ['a time in fractions', { ...report, clickToLiveMs: 0.5 }],
    ['a year', { ...report, liveMs: 365 * 24 * 3_600_000 }],
    ['an unknown step', { ...report, stepMs: { talking: 1 } }],
    ['more than a report can be', { ...report, padding: 'x'.repeat(2_048) }],
  ])('finds no report in %s', async (_, body) => {
    expect(await read(body)).toBeUndefined();
  });

  it('finds no report in an incomplete body', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('aborted')) });
    const request = new Request('http://localhost', { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect(await readSessionReport(request, `u${user}`)).toBeUndefined();
  });

  it('limits the reports of each user', async () => {
    for (let i = 0; i < 20; i++) await read(report);
    await expect(read(report)).rejects.toMatchObject({ code: 'rate_limited' });
    expect(await readSessionReport(post(JSON.stringify(report)), `another-${user}`)).toEqual(report);
    vi.advanceTimersByTime(60_000);
    expect(await read(report)).toEqual(report);
  });
});

describe('the log of a session', () => {
  it('is one line with the user as a hash, and the times', () => {
    const lines: string[] = [];
    logSession({ requestId: 'r', userId: 'ada', report }, createLogger({ write: (line) => lines.push(line) }));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      event: 'session_over',
      user: expect.stringMatching(/^[\da-f]{16}$/),
      outcome: 'person',
      liveMs: 60_000,
      time: expect.any(String),
    });
    expect(lines[0]).not.toContain('ada');
  });
});

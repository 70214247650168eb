// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SessionReport } from '../api/session-report.ts';
import { observeSession, sendSessionReport } from './session-report.ts';
import { HttpSessionServer } from './session-server.ts';
import { type CreateStep, step } from './testing/fake-sdk.ts';
import { fakePage, pass, sessionOn } from './testing/session-fixture.ts';

fakePage();

/** A session whose codes take 20 ms each, and its reports. */
function watched(script: CreateStep[]) {
  const { sdk, session } = sessionOn(script, { codeTakesMs: 20, code: { onceCode: 'a-once-code' } });
  const reports: SessionReport[] = [];
  const stop = observeSession(session, (report) => reports.push(report), Date.now);
  return { sdk, session, reports, stop };
}

describe('observeSession', () => {
  it('reports the steps of a start, and how long the session was live', async () => {
    const { session, reports } = watched([step.ready(100)]);
    session.start();
    await pass(120);
    await pass(5_000);
    expect(reports).toEqual([]);
    void session.end();
    expect(reports).toEqual([
      {
        outcome: 'person',
        attempts: 1,
        clickToLiveMs: 120,
        liveMs: 5_000,
        reconnects: 0,
        stepMs: { preparing: 0, authorizing: 20, connecting: 100 },
      },
    ]);
  });

  it('reports a day at most, which the server accepts, when the machine slept or its clock was set', async () => {
    const { session, reports } = watched([step.ready(100)]);
    session.start();
    await pass(1_000);
    vi.setSystemTime(Date.now() + 30 * 3_600_000);
    void session.end();
    expect(reports).toMatchObject([{ liveMs: 24 * 3_600_000 }]);
  });

  it('adds up the steps of all attempts, and names the last failure', async () => {
    const { session, reports } = watched([step.error('MSS.47010046'), step.error('MSS.47010047')]);
    session.start();
    await pass(30_000);
    expect(reports).toMatchObject([{ outcome: 'locked', failureCode: 'MSS.47010047', attempts: 2 }]);
    expect(reports[0]?.stepMs).toMatchObject({ authorizing: 40, connecting: 200 });
    expect(reports[0]?.stepMs.retrying).toBeGreaterThan(0);
    expect(reports[0]?.clickToLiveMs).toBeUndefined();
    expect(reports[0]?.liveMs).toBeUndefined();
  });

  it('does not report a start that the user withdrew, nor add it to the next one', async () => {
    vi.stubGlobal('fetch', async () => Response.json({ running: true }));
    let isHere = false;
    const { session } = sessionOn([], {
      server: new HttpSessionServer('/api/session'),
      confirmMove: async () => isHere,
    });
    const reports: SessionReport[] = [];
    observeSession(session, (report) => reports.push(report), Date.now);
    session.start();
    await pass(60_000);
    expect(session.getSnapshot().status).toBe('idle');
    isHere = true;
    session.start();
    await pass(500);
    void session.end();
    expect(reports).toMatchObject([{ outcome: 'person', clickToLiveMs: 100 }]);
    vi.unstubAllGlobals();
  });

  it('does not count an attempt that did not begin', async () => {
    const { session, reports } = watched([step.error('MSS.20010135')]);
    session.start();
    await pass(200);
    expect(session.getSnapshot().status).toBe('retrying');
    void session.end();
    expect(reports).toMatchObject([{ outcome: 'cancelled', attempts: 1 }]);
  });

  it('reports a session whose page is left at once', async () => {
    const { session, reports } = watched([step.ready()]);
    session.start();
    await pass(1_000);
    session.leave();
    expect(reports).toMatchObject([{ outcome: 'page_left' }]);
  });

  it('counts each lost connection once, not as the end', async () => {
    const { session, sdk, reports } = watched([step.ready()]);
    session.start();
    await pass(1_000);
    sdk.emit('jobInfoChange', { isReady: false });
    await pass(1_000);
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-2' });
    void session.end();
    expect(reports).toMatchObject([{ outcome: 'person', reconnects: 1, clickToLiveMs: 120 }]);
  });

  it('reports each session once, and nothing after it was stopped', async () => {
    const { session, reports, stop } = watched([step.ready(), step.ready(), step.ready()]);
    for (const round of [1, 2]) {
      session.start();
      await pass(1_000);
      await Promise.all([session.end(), session.end(), pass(100)]);
      expect(reports).toHaveLength(round);
    }
    stop();
    session.start();
    await pass(1_000);
    session.leave();
    expect(reports).toHaveLength(2);
  });

  it('reports neither the once code nor the text of the conversation', async () => {
    const { session, sdk, reports } = watched([step.ready()]);
    session.start();
    await pass(1_000);
    sdk.emit('semanticRecognized', { text: 'a secret answer', isLast: true, chatId: 'c' });
    void session.end();
    expect(JSON.stringify(reports)).not.toMatch(/a-once-code|secret/);
  });
});

describe('the version of the SDK', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('is reported as the SDK states it', async () => {
    vi.stubGlobal('HwICSUiSdk', { version: '5.0.6' });
    const { session, reports } = watched([step.ready(100)]);
    session.start();
    await pass(120);
    void session.end();
    expect(reports).toMatchObject([{ outcome: 'person', sdkVersion: '5.0.6' }]);
  });
});

describe('sendSessionReport', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('sends JSON as a beacon', async () => {
    const sendBeacon = vi.fn((_url: string, _body: Blob) => true);
    vi.stubGlobal('navigator', { sendBeacon });
    sendSessionReport({ outcome: 'person', attempts: 1, reconnects: 0, stepMs: {} });
    const [url, body] = sendBeacon.mock.calls[0] ?? [];
    expect(url).toBe('/api/session-report');
    expect(body?.type).toBe('application/json');
    expect(JSON.parse((await body?.text()) ?? '')).toMatchObject({ outcome: 'person' });
  });

  it.each([
    ['off', {}],
    [
      'blocked',
      {
        sendBeacon: () => {
          throw new TypeError('blocked');
        },
      },
    ],
    ['refused', { sendBeacon: () => false }],
  ])('uses fetch when beacons are %s, and ignores a lost report', async (_, navigator) => {
    const fetched = vi.fn(async (_url: string, _init: RequestInit) => Promise.reject(new TypeError()));
    vi.stubGlobal('navigator', navigator);
    vi.stubGlobal('fetch', fetched);
    sendSessionReport({ outcome: 'person', attempts: 1, reconnects: 0, stepMs: {} });
    expect(fetched).toHaveBeenCalledExactlyOnceWith(
      '/api/session-report',
      expect.objectContaining({ method: 'POST', keepalive: true }),
    );
    vi.unstubAllGlobals();
  });
});

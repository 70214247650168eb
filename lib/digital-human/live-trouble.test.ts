// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { type Trouble, troubleOf } from './live-trouble.ts';
import { knownVendorCodes, vendorFailure } from './sdk/error-codes.ts';
import { step } from './testing/fake-sdk.ts';
import { fakePage, liveSession, pass, sessionOn } from './testing/session-fixture.ts';

fakePage();

/** What each error means while the session is live. The last row is for all other codes. */
const rows: [trouble: Trouble, ...codes: (string | undefined)[]][] = [
  ['ending', '999000002', '999400003', '999100003', '999100006', '999200005'],
  ['ending', '90100017', '90100019', '90100020', '90100003', '90100005', '90100033'],
  ['rejoining', '999000001', '999100005', '999100008', '20010146', '47000012', 'MSS.47010065'],
  ['unproven', '401', '47010105', 'MSS.47010105'],
  ['playback', '90100021'],
  ['notice', 'ERR_NETWORK', 'ECONNABORTED', '-100', '500', '503', '999200003'],
  ['notice', '999100004', 'MSS.47015028', 'MSS.47010130', '47050004', 'MSS.47010147'],
  ['notice', 'MSS.47030103', '47040042'],
  ['none', '999400001', '999400004', 'MSS.47015019'],
  ['repeating', 'MSS.00000002', 'MSS.47010037', '20010075', 'MSS.47010035', '20010135', '403', 'MSS.47010046'],
  ['repeating', 'MSS.99999999', 'constructor', undefined],
];
const table = rows.flatMap(([trouble, ...codes]) => codes.map((code) => [code, trouble] as const));

it.each(table)('%s is %s', (code, trouble) => {
  expect(troubleOf(vendorFailure(code))).toBe(trouble);
});

it('every code of the RTC library about the microphone ends the session, because the SDK shows an error page', () => {
  for (const code of knownVendorCodes.filter((known) => /^901/.test(known))) {
    const failure = vendorFailure(code);
    if (failure.kind === 'microphone') expect(troubleOf(failure), code).toBe('ending');
  }
});

describe('in a live session', () => {
  it.each(table.filter(([, trouble]) => trouble === 'ending'))(
    '%s ends the session, to be tried by hand',
    async (code) => {
      const { sdk, failure, getCode } = await liveSession();
      sdk.emit('error', { code });
      const { kind, retry } = vendorFailure(code);
      expect(failure()).toMatchObject({ code, kind, retry: retry === 'auto' ? 'manual' : retry });
      await pass(300_000);
      expect(getCode).toHaveBeenCalledTimes(1);
    },
  );

  it('the first of several errors counts', async () => {
    const { sdk, failure } = await liveSession();
    sdk.emit('error', { code: '20010075' });
    sdk.emit('error', { code: '999000002' });
    sdk.emit('error', { code: '401' });
    expect(failure()).toMatchObject({ code: '20010075', kind: 'quota' });
  });

  it.each(table.filter(([, trouble]) => trouble === 'notice'))('%s is a notice, and ends nothing', async (code) => {
    const { session, sdk, status } = await liveSession();
    sdk.emit('error', { code });
    expect(session.getSnapshot().notice?.code).toBe(code);
    await pass(300_000);
    expect(status()).toBe('live');
  });

  it.each([
    ['47050004', true],
    ['MSS.47030103', true],
    ['MSS.47010147', true],
    ['999100004', true],
    ['90100010', true],
    ['MSS.47015019', true],
    ['ERR_NETWORK', false],
    ['ECONNABORTED', false],
    ['-100', false],
    ['503', false],
    ['MSS.47010037', false],
  ])('whether the error page of the SDK stays on the picture after %s: %s', async (code, isCovered) => {
    const { session, sdk } = await liveSession();
    sdk.emit('error', { code });
    expect(session.getSnapshot()).toMatchObject({ status: 'live', isCovered });
  });

  it('the error page of the SDK is gone when the SDK has started a new job, and not when it joins the same job', async () => {
    const { session, sdk } = await liveSession();
    const isCovered = () => session.getSnapshot().isCovered;
    sdk.emit('error', { code: '47050004' });
    sdk.emit('jobInfoChange', { isReady: false });
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-1' });
    expect(isCovered()).toBe(true);
    sdk.emit('jobInfoChange', { isReady: false });
    sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-2' });
    expect(isCovered()).toBe(false);
  });

  it('the error page that came before the ready event covers the picture of the live session', async () => {
    const { session } = sessionOn([
      async (fake, parameters) => {
        fake.emit('error', { code: '47050004' });
        await step.ready()(fake, parameters);
      },
    ]);
    session.start();
    await pass(200);
    expect(session.getSnapshot()).toMatchObject({ status: 'live', isCovered: true });
    void session.end();
    expect(session.getSnapshot().isCovered).toBe(false);
  });

  it.each(table.filter(([, trouble]) => trouble === 'none'))('%s is ignored', async (code) => {
    const { session, sdk } = await liveSession();
    sdk.emit('error', { code });
    expect(session.getSnapshot()).toMatchObject({ status: 'live', notice: null });
  });

  describe.each(['401', '47010105', 'MSS.47010105'])('%s, which may belong to an earlier session,', (code) => {
    it('ends the session when no sign of life follows for 20 s', async () => {
      const { sdk, status, failure } = await liveSession();
      sdk.emit('error', { code });
      await pass(19_000);
      expect(status()).toBe('live');
      await pass(1_100);
      expect(failure()).toMatchObject({ code });
      expect(failure()?.retry).not.toBe('auto');
    });

    it('ends the session in that time also when it is repeated', async () => {
      const { sdk, status } = await liveSession();
      for (let beat = 0; beat < 3; beat++) {
        sdk.emit('error', { code });
        await pass(9_000);
      }
      expect(status()).toBe('failed');
    });

    it.each([
      ['speakingStart', { chatId: 'c' }],
      ['semanticRecognized', { text: 'Hello', chatId: 'c' }],
      ['speechRecognized', { text: 'Hello', chatId: 'c' }],
      ['enterSleep', undefined],
      ['jobEndMention', { restTime: 60_000 }],
    ] as const)('passes when %s follows', async (name, payload) => {
      const { sdk, status } = await liveSession();
      sdk.emit('error', { code });
      await pass(15_000);
      sdk.emit(name, payload as never);
      await pass(60_000);
      expect(status()).toBe('live');
    });

    it('is cleared when a question is accepted', async () => {
      const { session, sdk, status } = await liveSession();
      sdk.emit('error', { code });
      await pass(10_000);
      const asked = session.ask('Are you there?');
      await pass(5_000);
      expect(await asked).toEqual({ accepted: true });
      await pass(60_000);
      expect(status()).toBe('live');
    });

    it('does not cut short a rejoin', async () => {
      const { sdk, status } = await liveSession();
      sdk.emit('error', { code });
      sdk.emit('error', { code: '999000001' });
      await pass(100_000);
      sdk.emit('error', { code });
      await pass(40_000);
      expect(status()).toBe('reconnecting');
      sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-2' });
      expect(status()).toBe('live');
    });
  });

  describe.each(['MSS.00000002', '20010075', '403', 'MSS.99999999'])('%s, which a heartbeat may bring,', (code) => {
    it('ends the session when it comes at two more heartbeats', async () => {
      const { sdk, status, failure } = await liveSession();
      sdk.emit('error', { code });
      await pass(9_000);
      sdk.emit('error', { code });
      await pass(8_900);
      expect(status()).toBe('live');
      await pass(100);
      sdk.emit('error', { code });
      expect(failure()).toMatchObject({ code });
      await pass(10);
      expect(sdk.calls.at(-1)).toBe('destroy');
    });

    it.each([1, 2])('is cleared after %i heartbeats, even if nothing is said for minutes', async (beats) => {
      const { sdk, status } = await liveSession();
      for (let beat = 0; beat < beats; beat++) {
        sdk.emit('error', { code });
        await pass(9_000);
      }
      await pass(300_000);
      expect(status()).toBe('live');
      sdk.emit('error', { code });
      expect(status()).toBe('live');
    });

    it('is cleared while the conversation continues', async () => {
      const { sdk, status } = await liveSession();
      for (let beat = 0; beat < 10; beat++) {
        sdk.emit('error', { code });
        await pass(4_500);
        sdk.emit('semanticRecognized', { text: 'still here ', chatId: 'c' });
        await pass(4_500);
      }
      expect(status()).toBe('live');
    });
  });
});

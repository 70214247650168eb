// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { setUpStandIn } from './stand-in-fixture';

const standIn = setUpStandIn();

describe('faults requested by the emulator', () => {
  const request = (fault: object) => {
    const t = standIn();
    const body = { access_token: 'access', refresh_token: 'refresh', valid_period: 3600 };
    t.cloud.answers['POST auth-once-code'] = { body, headers: { 'x-emulator-sdk-fault': JSON.stringify(fault) } };
  };

  it('hang: never settles, destroy still works, and the lock stays', async () => {
    const t = standIn();
    request({ kind: 'hang' });
    let settled = false;
    void t.create().finally(() => {
      settled = true;
    });
    await vi.advanceTimersByTimeAsync(600_000);
    await t.destroy();
    expect(settled).toBe(false);
    expect(t.cloud.made.at(-1)).toBe('DELETE token');
    expect(await t.create()).toMatchObject({ errorCode: '999400004' });
  });

  it('drop: rejects inside, and the lock stays', async () => {
    const t = standIn();
    request({ kind: 'drop' });
    await expect(t.create()).rejects.toThrow();
    expect(await t.create()).toMatchObject({ errorCode: '999400004' });
  });

  it('malformed: resolves, and no event follows', async () => {
    const t = standIn();
    request({ kind: 'malformed' });
    await t.create();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(t.events).toEqual([]);
  });

  it('errorCode: raises an error event with that code', async () => {
    const t = standIn();
    request({ errorCode: 'MSS.20010135' });
    await t.create();
    expect(t.of('error')).toEqual([expect.objectContaining({ code: 'MSS.20010135' })]);
    expect(t.cloud.made).not.toContain('POST smart-chat-jobs');
  });

  it('delayMs: takes that much longer, then continues', async () => {
    const t = standIn();
    request({ delayMs: 5_000 });
    void t.create();
    await vi.advanceTimersByTimeAsync(4_900);
    expect(t.cloud.made).not.toContain('POST smart-chat-jobs');
    await vi.advanceTimersByTimeAsync(200);
    expect(t.readiness).toEqual([true]);
  });
});

describe('destroy', () => {
  it('stops the job, deletes the token, and leaves nothing behind', async () => {
    const t = standIn();
    await t.createReady();
    await t.destroy();
    expect(t.cloud.made.slice(-3)).toEqual(['POST stop', 'GET state', 'DELETE token']);
    expect(t.cloud.socket.closeCode).toBe(4001);
    expect(t.cloud.prepared).toMatchObject([{ closed: true }]);
    expect(document.getElementById('box')?.childElementCount).toBe(0);
    expect(t.readiness).toEqual([true, false]);
    expect(await t.cloud.Sdk.getJobInfo()).toEqual({ jobId: '', websocketAddr: '', jobInfo: null });
    expect(t.of('jobInfoChange').at(-1)).toMatchObject({ jobId: undefined, isReady: false });
  });

  it('stops the job first, then leaves the room, then deletes the token, and clears the page last', async () => {
    const t = standIn();
    const order: string[] = [];
    await t.create({
      eventListeners: {
        jobInfoChange: ({ isReady }) => order.push(isReady ? 'ready' : `left after ${t.cloud.made.at(-1)}`),
      },
    });
    await t.settle();
    t.cloud.answers['DELETE token'] = new Promise((resolve) => {
      setTimeout(() => {
        order.push(`deleting with ${document.getElementById('box')?.childElementCount} element`);
        resolve({});
      }, 1_000);
    });
    await t.destroy();
    order.push(`then ${document.getElementById('box')?.childElementCount}`);
    expect(order).toEqual(['ready', 'left after GET state', 'deleting with 1 element', 'then 0']);
  });

  it('checks six times, two seconds apart, whether the job has ended', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.answers['GET state'] = { body: { state: 'PROCESSING' } };
    const destroyed = t.cloud.Sdk.destroy();
    await vi.advanceTimersByTimeAsync(12_000);
    await destroyed;
    expect(t.cloud.made.filter((call) => call === 'GET state')).toHaveLength(6);
  });

  it('runs twice when called twice', async () => {
    const t = standIn();
    await t.createReady();
    await Promise.all([t.cloud.Sdk.destroy(), t.cloud.Sdk.destroy(), vi.advanceTimersByTimeAsync(12_000)]);
    expect(t.cloud.made.filter((call) => call === 'POST stop')).toHaveLength(2);
  });

  it('waits 30 s for each call, and reports one that fails meanwhile', async () => {
    const t = standIn();
    await t.createReady();
    t.cloud.answers['POST stop'] = 'hang';
    let isOver = false;
    const destroyed = t.cloud.Sdk.destroy().then(() => {
      isOver = true;
    });
    await vi.advanceTimersByTimeAsync(29_900);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(12_100);
    await destroyed;
    expect(t.errors).toEqual(['ECONNABORTED']);
  });

  it.each(['MSS.47010038', 'MSS.47010039'])('ignores %s', async (code) => {
    const t = standIn();
    await t.createReady();
    t.cloud.answers['POST stop'] = { status: 500, body: { error_code: code } };
    await t.destroy();
    expect(t.errors).toEqual([]);
  });

  it('does not end a create in progress, whose job runs on', async () => {
    const t = standIn();
    let startJob = (_: { body: object }) => {};
    t.cloud.answers['POST smart-chat-jobs'] = new Promise((resolve) => {
      startJob = resolve;
    });
    const creating = t.create();
    await t.settle();
    await t.destroy();
    startJob({ body: { job_id: 'late' } });
    await creating;
    expect(t.cloud.made).not.toContain('POST stop');
    expect(await t.cloud.Sdk.getJobInfo()).toMatchObject({ jobId: 'late' });
  });
});

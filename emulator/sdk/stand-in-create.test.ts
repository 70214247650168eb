// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { setUpStandIn } from './stand-in-fixture';

const standIn = setUpStandIn();

describe('create', () => {
  it('redeems the code, starts a job, and reports ready with its ID', async () => {
    const t = standIn();
    await t.createReady();
    expect(t.cloud.made.slice(0, 3)).toEqual(['POST auth-once-code', 'POST smart-chat-jobs', 'POST create-once-token']);
    expect(t.cloud.calls[0]).toMatchObject({ body: { robot_id: 'ada', once_code: 'code' }, token: null });
    expect(t.of('jobInfoChange')).toEqual([
      expect.objectContaining({ jobId: 'job-1', websocketAddr: 'chat.example', isReady: true }),
    ]);
    expect(t.cloud.socket.url).toBe('wss://chat.example/v1/digital-human-chat/chat?job_id=job-1&token=socket-token');
  });

  it('prepares the connection while the job starts, and opens it when the job runs', async () => {
    const t = standIn();
    let startJob = (_: { body: object }) => {};
    t.cloud.answers['POST smart-chat-jobs'] = new Promise((resolve) => {
      startJob = resolve;
    });
    const creating = t.create({ robotId: 'mei' });
    await t.settle();
    expect(t.cloud.prepared).toEqual([{ presenter: 'mei', serverOrigin: 'https://cloud.example', closed: false }]);
    expect(t.cloud.connections).toEqual([]);
    startJob({ body: { job_id: 'slow' } });
    await creating;
    await t.settle();
    expect(t.cloud.connections).toHaveLength(1);
    expect(t.cloud.prepared).toMatchObject([{ closed: false }]);
  });

  it('is pending until the room is joined, while the job runs', async () => {
    const t = standIn();
    let join = () => {};
    t.cloud.roomIsJoined = new Promise((resolve) => {
      join = resolve;
    });
    const settled = vi.fn();
    void t.create().then(settled);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(settled).not.toHaveBeenCalled();
    expect(await t.cloud.Sdk.getJobInfo()).toMatchObject({ jobId: 'job-1' });
    expect(t.cloud.made).toContain('GET state');
    join();
    await t.settle();
    expect(settled).toHaveBeenCalledOnce();
    expect(t.readiness).toEqual([true]);
  });

  it('that waits for its room settles when destroy leaves it, after the job was stopped', async () => {
    const t = standIn();
    t.cloud.roomIsJoined = new Promise(() => {});
    const settled = vi.fn();
    void t.create().then(settled);
    await vi.advanceTimersByTimeAsync(60_000);
    await t.destroy();
    expect(t.cloud.made).toContain('POST stop');
    expect(settled).toHaveBeenCalledOnce();
    expect(t.readiness).toEqual([]);
  });

  it.each([
    [{ containerId: 'nowhere' }, '999300001'],
    [{ serverAddress: '' }, '999300002'],
    [{ onceCode: '' }, '999300002'],
    [{ robotId: '' }, '999300002'],
  ])('resolves after an error event when %j', async (parameters, code) => {
    const t = standIn();
    expect(await t.create(parameters)).toBeUndefined();
    expect(t.of('error')).toEqual([expect.objectContaining({ code, module: 'HwICS' })]);
    expect(t.cloud.calls).toEqual([]);
  });

  it('uses the robot of the task address when robotId is missing', async () => {
    const t = standIn();
    await t.create({ robotId: '', taskUrl: 'https://dialog.example/?robot_id=mei' });
    expect(t.cloud.calls[0]?.body).toMatchObject({ robot_id: 'mei' });
  });

  it('resolves after one error event when the cloud refuses the code, and does not try it again', async () => {
    const t = standIn();
    t.cloud.answers['POST auth-once-code'] = { status: 401, body: { error_code: 'MSS.47010046', error_msg: 'no' } };
    expect(await t.create()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(t.of('error')).toEqual([{ code: 'MSS.47010046', message: 'no', module: 'HwICS.dealError' }]);
    expect(t.cloud.made).toEqual(['POST auth-once-code']);
    expect(t.cloud.prepared).toEqual([]);
    expect(t.page?.textContent).toContain('MSS.47010046');
  });

  it('closes the prepared connection when the job cannot start', async () => {
    const t = standIn();
    t.cloud.answers['POST smart-chat-jobs'] = { status: 429, body: { error_code: 'MSS.20010135' } };
    await t.create();
    expect(t.cloud.prepared).toMatchObject([{ closed: true }]);
  });

  it('succeeds with a new code after a refused one', async () => {
    const t = standIn();
    t.cloud.answers['POST auth-once-code'] = { status: 401, body: { error_code: 'MSS.47010046' } };
    await t.create();
    delete t.cloud.answers['POST auth-once-code'];
    await t.createReady();
    expect(t.page).toBeNull();
  });

  it('has an error page whose button reloads the page', async () => {
    const t = standIn();
    const reload = vi.spyOn(location, 'reload').mockImplementation(() => {});
    t.cloud.answers['POST auth-once-code'] = 'unreachable';
    await t.create();
    expect(t.of('error')).toEqual([expect.objectContaining({ code: 'ERR_NETWORK' })]);
    t.page?.querySelector('button')?.click();
    expect(reload).toHaveBeenCalledOnce();
  });

  it('has no code when the answer is unusable and has none', async () => {
    const t = standIn();
    t.cloud.answers['POST auth-once-code'] = { body: '<html>' };
    await t.create();
    expect(t.of('error')).toEqual([expect.objectContaining({ code: undefined })]);
  });

  it('refuses a second call while the first is running', async () => {
    const t = standIn();
    const [first, second] = await Promise.all([t.create(), t.create()]);
    expect(first).toBeUndefined();
    expect(second).toMatchObject({ result: false, errorCode: '999400004' });
    expect(t.cloud.made.filter((call) => call === 'POST auth-once-code')).toHaveLength(1);
  });

  it('stays locked for ever after a malformed server address', async () => {
    const t = standIn();
    await expect(t.create({ serverAddress: 'not a host' })).rejects.toThrow();
    expect(await t.create()).toMatchObject({ errorCode: '999400004' });
    await t.destroy();
    expect(await t.create()).toMatchObject({ errorCode: '999400004' });
  });

  it('removes listeners that were added before it', async () => {
    const t = standIn();
    t.cloud.Sdk.addEventListeners(t.listeners);
    await t.cloud.Sdk.create({ serverAddress: 'cloud.example', onceCode: 'c', robotId: 'ada', containerId: 'box' });
    await t.settle();
    expect(t.events).toEqual([]);
  });

  it('survives listeners that throw', async () => {
    const t = standIn();
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    await t.create({
      eventListeners: {
        jobInfoChange: () => {
          throw new Error('mine');
        },
      },
    });
    await t.settle();
    expect(logged).toHaveBeenCalledOnce();
    expect((await t.startTextChat()).result).toBe(true);
  });

  it('sends a JSON object as extend_param and drops anything else', async () => {
    const t = standIn();
    await t.create({ extendParamStr: '{"client_id":"1"}' });
    await t.create({ extendParamStr: '[1]' });
    await t.create({ config: { enableVadInterrupt: true } });
    const sent = t.cloud.calls.filter(({ url }) => url.endsWith('/smart-chat-jobs')).map(({ body }) => body);
    expect(sent).toEqual([
      { extend_param: '{"client_id":"1"}' },
      { extend_param: null },
      { extend_param: '{"enable_vad_interrupt":"1"}' },
    ]);
  });
});

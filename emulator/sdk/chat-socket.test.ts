// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatSocket, type ChatSocketWatcher } from './chat-socket';
import { FakeCloud, FakeSocket } from './fake-cloud';

let cloud: FakeCloud;
let watcher: { [Name in keyof ChatSocketWatcher]: ReturnType<typeof vi.fn<ChatSocketWatcher[Name]>> };
let socket: ChatSocket;

beforeEach(async () => {
  vi.useFakeTimers();
  cloud = new FakeCloud();
  watcher = {
    address: vi.fn(async () => 'wss://cloud.example/chat'),
    onPush: vi.fn(),
    onReconnected: vi.fn(),
    onUnreachable: vi.fn(),
  };
  socket = new ChatSocket(watcher);
  await socket.connect();
  cloud.socket.answersPings = false;
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('chat socket', () => {
  it('matches answers with requests and passes the rest on', async () => {
    cloud.socket.answers = {};
    const answer = socket.request('active_interaction_mode');
    await vi.advanceTimersByTimeAsync(0);
    cloud.socket.push({ action: 'enter_sleep' });
    cloud.socket.push({ request_id: cloud.socket.sent[0]?.request_id, interaction_mode: 'TEXT' });
    expect(await answer).toMatchObject({ interaction_mode: 'TEXT' });
    expect(watcher.onPush).toHaveBeenCalledExactlyOnceWith({ action: 'enter_sleep' });
  });

  it('times out after 20 seconds without an answer', async () => {
    cloud.socket.answers = {};
    const answer = socket.request('text_question');
    for (let second = 0; second < 20; second += 1) {
      await vi.advanceTimersByTimeAsync(1_000);
      cloud.socket.push({ action: 'pong' });
    }
    expect(await answer).toMatchObject({ error_code: '999200002', error_level: 'MINOR' });
  });

  it('refuses requests while it is not connected', async () => {
    socket.close();
    expect(await socket.request('ping')).toMatchObject({ error_code: '999200003' });
  });

  it('sends a request made while it was connecting', async () => {
    const late = new ChatSocket(watcher);
    void late.connect();
    const answer = late.request('active_interaction_mode');
    await vi.advanceTimersByTimeAsync(0);
    expect(await answer).toMatchObject({ error_code: 'MSS.00000000' });
  });

  it('ignores three missing pongs, closes at the fourth, and reconnects at once', async () => {
    await vi.advanceTimersByTimeAsync(24_000);
    expect(cloud.socket.sent).toEqual(Array.from({ length: 4 }, () => ({ action: 'ping' })));
    expect(FakeSocket.all).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_001);
    expect(FakeSocket.all).toHaveLength(2);
    expect(watcher.onReconnected).toHaveBeenCalledOnce();
  });

  it('starts counting again after a pong', async () => {
    for (let ping = 0; ping < 10; ping += 1) {
      await vi.advanceTimersByTimeAsync(15_000);
      cloud.socket.push({ action: 'pong' });
    }
    expect(FakeSocket.all).toHaveLength(1);
  });

  it('tries at once, then every 60 seconds, 30 times in all', async () => {
    watcher.address.mockRejectedValue(new Error('401'));
    cloud.socket.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(watcher.address).toHaveBeenCalledTimes(2);
    expect(watcher.onUnreachable).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(watcher.address).toHaveBeenCalledTimes(3);
    await vi.advanceTimersByTimeAsync(60_000 * 60);
    expect(watcher.address).toHaveBeenCalledTimes(31);
    expect(watcher.onReconnected).not.toHaveBeenCalled();
  });

  it('tries again when the link of its toast is clicked', async () => {
    watcher.address.mockRejectedValueOnce(new Error('401'));
    cloud.socket.close();
    await vi.advanceTimersByTimeAsync(0);
    socket.reconnect();
    await vi.advanceTimersByTimeAsync(0);
    expect(watcher.onReconnected).toHaveBeenCalledOnce();
  });

  it('closes for good with close code 4001', async () => {
    socket.close();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(cloud.socket.closeCode).toBe(4001);
    expect(FakeSocket.all).toHaveLength(1);
  });
});

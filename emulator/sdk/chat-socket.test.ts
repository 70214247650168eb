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
    onLost: vi.fn(),
    onUnreachable: vi.fn(),
  };
  socket = new ChatSocket(watcher);
  await socket.connect();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('chat socket', () => {
  it('pairs answers with requests and passes the rest on', async () => {
    const answer = socket.request('active_interaction_mode');
    cloud.socket.push({ action: 'enter_sleep' });
    cloud.socket.push({ request_id: cloud.socket.sent[0]?.request_id, interaction_mode: 'TEXT' });
    expect(await answer).toMatchObject({ interaction_mode: 'TEXT' });
    expect(watcher.onPush).toHaveBeenCalledExactlyOnceWith({ action: 'enter_sleep' });
  });

  it('gives up on an answer after 20 seconds', async () => {
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

  it('counts a ping without pong as a loss, and comes back at once', async () => {
    await vi.advanceTimersByTimeAsync(5_000);
    expect(cloud.socket.sent.at(-1)).toEqual({ action: 'ping' });
    await vi.advanceTimersByTimeAsync(5_000);
    await vi.advanceTimersByTimeAsync(1);
    expect(watcher.onLost).toHaveBeenCalledOnce();
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('then tries every 60 seconds, 30 times in all', async () => {
    watcher.address.mockRejectedValue(new Error('401'));
    cloud.socket.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(watcher.address).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(watcher.address).toHaveBeenCalledTimes(3);
    await vi.advanceTimersByTimeAsync(60_000 * 60);
    expect(watcher.address).toHaveBeenCalledTimes(31);
    expect(watcher.onLost).toHaveBeenCalledOnce();
  });

  it('ends for good with close code 4001', async () => {
    socket.close();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(cloud.socket.closeCode).toBe(4001);
    expect(FakeSocket.all).toHaveLength(1);
    expect(watcher.onLost).not.toHaveBeenCalled();
  });
});

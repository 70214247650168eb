import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectLoopback } from './loopback';

/** Connects when the test requests it. */
class FakeConnection {
  static all: FakeConnection[] = [];
  connectionState = 'new';
  onconnectionstatechange: (() => void) | null = null;
  onicecandidate: unknown;
  ontrack: ((event: { track: unknown }) => void) | null = null;
  answer = '';
  close = vi.fn();
  addTrack = vi.fn((track: object) => ({
    track,
    getParameters: () => ({ encodings: [{}] }),
    setParameters: async () => {},
  }));
  createOffer = async () => ({ type: 'offer', sdp: '' });
  createAnswer = async () => ({ type: 'answer', sdp: 'a=rtpmap:96 VP8/90000\r\n' });
  setLocalDescription = async () => {};
  setRemoteDescription = async ({ type, sdp }: { type: string; sdp: string }) => {
    if (type === 'answer') this.answer = sdp;
  };

  constructor() {
    FakeConnection.all.push(this);
  }

  become(state: string): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
}
class FakeStream {
  readonly tracks: object[];
  constructor(tracks: object[] = []) {
    this.tracks = [...tracks];
  }
  getTracks = () => this.tracks;
  addTrack = (track: object) => this.tracks.push(track);
}

const picture = { kind: 'video', contentHint: '' };
const local = new FakeStream([picture, { kind: 'audio' }]) as unknown as MediaStream;
const onBroken = vi.fn();
const near = () => FakeConnection.all[0] as FakeConnection;

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  FakeConnection.all = [];
  vi.stubGlobal('RTCPeerConnection', FakeConnection);
  vi.stubGlobal('MediaStream', FakeStream);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function connect() {
  const connecting = connectLoopback(local, onBroken);
  await vi.advanceTimersByTimeAsync(10);
  near().become('connected');
  return connecting;
}

describe('the loopback', () => {
  it('returns the received stream, sharp from the start', async () => {
    const { stream } = await connect();
    const arrived = { kind: 'video' };
    FakeConnection.all[1]?.ontrack?.({ track: arrived });
    expect(stream.getTracks()).toEqual([arrived]);
    expect(near().answer).toContain('x-google-start-bitrate=2000');
    expect(picture.contentHint).toBe('detail');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('returns the original stream when no connection opens within three seconds', async () => {
    const connecting = connectLoopback(local, onBroken);
    await vi.advanceTimersByTimeAsync(2_900);
    expect(near().close).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(100);
    expect((await connecting).stream).toBe(local);
    for (const connection of FakeConnection.all) expect(connection.close).toHaveBeenCalled();
  });

  it('returns the original stream at once when the connection fails at the start', async () => {
    const connecting = connectLoopback(local, onBroken);
    await vi.advanceTimersByTimeAsync(10);
    near().become('failed');
    expect((await connecting).stream).toBe(local);
  });

  it('switches to the original stream when the connection fails later', async () => {
    const loopback = await connect();
    near().become('disconnected');
    expect(onBroken).not.toHaveBeenCalled();
    near().become('failed');
    expect(onBroken).toHaveBeenCalledOnce();
    expect(loopback.stream).toBe(local);
    for (const connection of FakeConnection.all) expect(connection.close).toHaveBeenCalled();
  });

  it('reports nothing for a connection that it closed itself', async () => {
    const loopback = await connect();
    loopback.close();
    near().become('failed');
    expect(onBroken).not.toHaveBeenCalled();
  });
});

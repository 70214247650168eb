// For tests: a microphone behind `getUserMedia`, with the state of each track.
import { vi } from 'vitest';

class FakeTrack {
  readyState = 'live';
  enabled = true;

  stop(): void {
    this.readyState = 'ended';
  }
}

class FakeStream {
  readonly track = new FakeTrack();
  getTracks = () => [this.track];
  getAudioTracks = () => [this.track];
}

export class FakeMicrophone {
  readonly tracks: FakeTrack[] = [];
  /** The name of the browser's refusal. */
  refusal: string | null = null;

  constructor() {
    const mediaDevices = {
      getUserMedia: async () => {
        if (this.refusal) throw new DOMException('', this.refusal);
        const stream = new FakeStream();
        this.tracks.push(stream.track);
        return stream;
      },
      enumerateDevices: async () => [],
    };
    vi.stubGlobal('navigator', { userAgent: 'Chrome/140', language: 'en-US', mediaDevices });
  }

  get open(): FakeTrack[] {
    return this.tracks.filter(({ readyState }) => readyState === 'live');
  }
}

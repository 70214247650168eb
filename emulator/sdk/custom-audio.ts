// The track that `setThirdPartyConfig({customRecord: {enable: true}})` publishes instead of the microphone. It is
// silent until `sendCustomLocalAudio` feeds it. 16 kHz, one channel, Int16 (HwICSUiSdk 5.0.6).

const SAMPLE_RATE = 16_000;

export interface AudioData {
  base64Data?: string;
  uint8Arr?: Uint8Array;
}

export class CustomAudio {
  readonly #audio = new AudioContext({ sampleRate: SAMPLE_RATE });
  readonly #output = this.#audio.createMediaStreamDestination();
  #playedUntil = 0;

  get track(): MediaStreamTrack | undefined {
    return this.#output.stream.getAudioTracks()[0];
  }

  feed(data: AudioData): void {
    const samples = samplesOf(data);
    if (samples.length === 0) return;
    const buffer = this.#audio.createBuffer(1, samples.length, SAMPLE_RATE);
    buffer.copyToChannel(
      Float32Array.from(samples, (sample) => sample / 32_768),
      0,
    );
    const source = this.#audio.createBufferSource();
    source.buffer = buffer;
    source.connect(this.#output);
    this.#playedUntil = Math.max(this.#playedUntil, this.#audio.currentTime);
    source.start(this.#playedUntil);
    this.#playedUntil += buffer.duration;
  }

  close(): void {
    this.track?.stop();
    void this.#audio.close();
  }
}

export function samplesOf({ uint8Arr, base64Data }: AudioData): Int16Array {
  const bytes = uint8Arr ?? (base64Data ? Uint8Array.from(atob(base64Data), (char) => char.charCodeAt(0)) : null);
  if (!bytes) return new Int16Array();
  const whole = bytes.slice(0, bytes.length - (bytes.length % 2));
  return new Int16Array(whole.buffer);
}

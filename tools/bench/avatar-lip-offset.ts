// Measures the offset between lips and sound on the received track.

import type { Phoneme } from '../../emulator/sdk/presenter';
import { assetsUrl, connect, loudness, nextVideoFrame, presenterAt } from './avatar-line';

const BEAT_SECONDS = 0.4;
const BEATS = 24;

/**
 * Plays a tone with pauses and an open mouth for it, samples the mouth's darkness and the sound's loudness on the
 * receiving side, and finds the shift at which they agree. Positive: the lips are later than the sound.
 */
export async function lipOffsetMs(): Promise<number> {
  const context = new AudioContext();
  const output = context.createMediaStreamDestination();
  const presenter = await presenterAt(360, { reducedMotion: true });
  const line = await connect(presenter.canvas, output.stream);
  await nextVideoFrame(line.video);
  const heard = loudness(context, line.video);

  // Uneven beats, so that only one shift matches.
  const phonemes: Phoneme[] = [];
  const tone = context.createBuffer(1, context.sampleRate * BEATS, context.sampleRate);
  const samples = tone.getChannelData(0);
  for (let beat = 0, at = 0.5; beat < BEATS; beat++) {
    const end = at + BEAT_SECONDS * (0.7 + 0.6 * ((beat * 0.618) % 1));
    const sounding = beat % 2 === 1;
    phonemes.push({ phone: sounding ? 'aa' : 'pau', startSeconds: at, endSeconds: end });
    if (sounding)
      for (let i = Math.round(at * context.sampleRate); i < end * context.sampleRate; i++)
        samples[i] = 0.4 * Math.sin(i * 0.06);
    at = end;
  }
  const source = context.createBufferSource();
  source.buffer = tone;
  source.connect(output);
  const startSeconds = context.currentTime + 0.1;
  source.start(startSeconds);
  void presenter.speak(phonemes, () => context.currentTime - startSeconds);

  const lips: [number, number][] = [];
  const sound: [number, number][] = [];
  const probe = new OffscreenCanvas(24, 16).getContext('2d', {
    willReadFrequently: true,
  }) as OffscreenCanvasRenderingContext2D;
  const mouth = await mouthOf('ada');
  const watchLips = (_now: number, { expectedDisplayTime }: VideoFrameCallbackMetadata) => {
    const scale = line.video.videoHeight;
    // Reduced motion keeps the head still.
    const { left, top, width, height } = mouth;
    probe.drawImage(line.video, left * scale, top * scale, width * scale, height * scale, 0, 0, 24, 16);
    const { data } = probe.getImageData(0, 0, 24, 16);
    let light = 0;
    for (let i = 0; i < data.length; i += 4) light += data[i] ?? 0;
    lips.push([expectedDisplayTime, -light]);
    line.video.requestVideoFrameCallback(watchLips);
  };
  line.video.requestVideoFrameCallback(watchLips);
  const listening = setInterval(() => sound.push([performance.now(), heard()]), 8);
  await new Promise((resolve) => setTimeout(resolve, ((phonemes.at(-1)?.endSeconds ?? 0) + 0.8) * 1000));
  clearInterval(listening);
  line.close();
  presenter.dispose();
  await context.close();
  return bestShiftMs(lips, sound);
}

/**
 * Where the lips part in a presenter's picture, in its heights. Input: distance below the eyes, in distances of the
 * eyes.
 */
async function mouthOf(name: string): Promise<Record<'left' | 'top' | 'width' | 'height', number>> {
  const { size, eyes } = await (await fetch(`${assetsUrl}${name}.json`)).json();
  const [one, other] = eyes.each;
  const unit = Math.abs(one.x - other.x) / size[1];
  const [x, y] = [(one.x + other.x) / 2 / size[1], (one.y + other.y) / 2 / size[1]];
  return { left: x - 0.3 * unit, top: y + 0.9 * unit, width: 0.6 * unit, height: 0.5 * unit };
}

/** Returns the shift of `later` against `earlier` at which the two curves agree best. */
function bestShiftMs(later: [number, number][], earlier: [number, number][]): number {
  const from = Math.max(later[0]?.[0] ?? 0, earlier[0]?.[0] ?? 0) + 500;
  const to = Math.min(later.at(-1)?.[0] ?? 0, earlier.at(-1)?.[0] ?? 0) - 500;
  const at = (curve: [number, number][], ms: number) => {
    const next = curve.findIndex(([time]) => time >= ms);
    const [a, b] = [curve[next - 1], curve[next]];
    if (!a || !b) return 0;
    return a[1] + ((b[1] - a[1]) * (ms - a[0])) / (b[0] - a[0] || 1);
  };
  const sampled = (curve: [number, number][], shift: number) => {
    const values: number[] = [];
    for (let ms = from; ms < to; ms += 10) values.push(at(curve, ms + shift));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0)) || 1;
    return values.map((value) => (value - mean) / spread);
  };
  const reference = sampled(earlier, 0);
  let best = { shift: 0, agreement: Number.NEGATIVE_INFINITY };
  for (let shift = -400; shift <= 400; shift += 10) {
    const agreement = sampled(later, shift).reduce((sum, value, index) => sum + value * (reference[index] ?? 0), 0);
    if (agreement > best.agreement) best = { shift, agreement };
  }
  return best.shift;
}

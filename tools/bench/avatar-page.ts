// The page of the avatar's benchmark: the measurements that avatar.ts, which bundles and drives it, calls by name.

import { createPresenter } from '../../emulator/sdk/avatar/create-presenter';
import { createVoice } from '../../emulator/sdk/avatar/voice';
import type { PresenterName } from '../../emulator/sdk/presenter-of';
import { assetsUrl, connect, loudness, nextVideoFrame, presenterAt } from './avatar-line';
import { lipOffsetMs } from './avatar-lip-offset';

/** From the request for the presenter to the first picture on the receiving side. */
async function firstFrameMs(name: PresenterName): Promise<number> {
  const context = new AudioContext();
  const output = context.createMediaStreamDestination();
  const startMs = performance.now();
  const presenter = await createPresenter({
    name,
    assetsUrl,
    reducedMotion: false,
    signal: new AbortController().signal,
  });
  const line = await connect(presenter.canvas, output.stream);
  const ms = (await nextVideoFrame(line.video)) - startMs;
  line.close();
  presenter.dispose();
  await context.close();
  return ms;
}

const running: { stop?: () => void } = {};

/**
 * Sends a presenter, idle or speaking without end, so that the benchmark can count frames. With `a still` it repaints
 * one pixel of the picture again and again: the cost of capture, encoder and decoder alone.
 */
async function startLine(pixels: number, content: 'a still' | 'idle' | 'speaking'): Promise<void> {
  const context = new AudioContext();
  const output = context.createMediaStreamDestination();
  const presenter = await presenterAt(pixels);
  if (content === 'a still') presenter.setVisible(false);
  const repaint = setInterval(() => content === 'a still' && paintOnePixel(presenter.canvas), 1000 / 30);
  const line = await connect(presenter.canvas, output.stream);
  const voice = createVoice({ origin: location.origin, name: 'ada', output });
  running.stop = () => {
    clearInterval(repaint);
    voice.stop();
    line.close();
    presenter.dispose();
    void context.close();
  };
  await nextVideoFrame(line.video);
  if (content !== 'speaking') return;
  const sentences = Array<string>(20).fill(
    'This is a rather long sentence about nothing in particular, spoken to keep the lips busy. ',
  );
  void voice.speak(sentences, ({ phonemes, clock }) => {
    presenter.setMood('speaking');
    void presenter.speak(phonemes, clock);
  });
}

function paintOnePixel(canvas: HTMLCanvasElement): void {
  canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray([90, 90, 90, 255]), 1, 1), 0, 0);
}

async function countFrames(ms: number): Promise<number> {
  const video = document.querySelector('video') as HTMLVideoElement;
  const before = video.getVideoPlaybackQuality().totalVideoFrames;
  await new Promise((resolve) => setTimeout(resolve, ms));
  return video.getVideoPlaybackQuality().totalVideoFrames - before;
}

const stopLine = () => running.stop?.();

/** From passing an answer to the voice to sound on the received track. */
async function firstSoundMs(): Promise<number> {
  const context = new AudioContext();
  const output = context.createMediaStreamDestination();
  const presenter = await presenterAt(360);
  const line = await connect(presenter.canvas, output.stream);
  await nextVideoFrame(line.video);
  const heard = loudness(context, line.video);
  const voice = createVoice({ origin: location.origin, name: 'ada', output });
  const startMs = performance.now();
  void voice.speak(
    ['Hello there, I am Ada, and I am glad that you are here.'],
    ({ phonemes, clock }) => void presenter.speak(phonemes, clock),
  );
  while (heard() < 0.01) await new Promise((resolve) => setTimeout(resolve, 5));
  const ms = performance.now() - startMs;
  voice.stop();
  line.close();
  presenter.dispose();
  await context.close();
  return ms;
}

Object.assign(window, {
  avatarBench: { firstFrameMs, startLine, countFrames, stopLine, firstSoundMs, lipOffsetMs },
});

export type AvatarBench = {
  firstFrameMs: typeof firstFrameMs;
  startLine: typeof startLine;
  countFrames: typeof countFrames;
  stopLine: typeof stopLine;
  firstSoundMs: typeof firstSoundMs;
  lipOffsetMs: typeof lipOffsetMs;
};

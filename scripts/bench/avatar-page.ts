// The browser's half of the avatar's benchmark: one presenter on a loopback RTCPeerConnection, as the stand-in SDK carries it,
// and probes on the receiving side. Bundled and driven by avatar.ts.

import { Animator } from '../../emulator/sdk/avatar/animator';
import { loadBust } from '../../emulator/sdk/avatar/bust-loader';
import { AvatarPresenter, createPresenter } from '../../emulator/sdk/avatar/create-presenter';
import { presenterLook } from '../../emulator/sdk/avatar/presenter-looks';
import { Stage } from '../../emulator/sdk/avatar/stage';
import { createVoice } from '../../emulator/sdk/avatar/voice';
import type { Phoneme } from '../../emulator/sdk/presenter';

const options = { assetsUrl: '/assets/', reducedMotion: false };

async function presenterAt(pixels: number, reducedMotion: boolean): Promise<AvatarPresenter> {
  const look = presenterLook('ada');
  const bust = await loadBust(`${options.assetsUrl}${look.modelFile}`, new AbortController().signal);
  const level = { pixels, antialias: false, litPerVertex: true, fineDetail: false, maxFramesPerSecond: 30 };
  return new AvatarPresenter(
    new Stage(look, bust, [level], Math.random),
    new Animator({ random: Math.random, reducedMotion }),
  );
}

async function connect(
  canvas: HTMLCanvasElement,
  sound: MediaStream,
): Promise<{ video: HTMLVideoElement; close: () => void }> {
  const [sender, receiver] = [new RTCPeerConnection(), new RTCPeerConnection()];
  sender.onicecandidate = ({ candidate }) => candidate && receiver.addIceCandidate(candidate);
  receiver.onicecandidate = ({ candidate }) => candidate && sender.addIceCandidate(candidate);
  const video = document.createElement('video');
  video.autoplay = true;
  video.playsInline = true;
  document.body.replaceChildren(video);
  receiver.ontrack = ({ streams: [stream] }) => {
    if (video.srcObject !== stream) video.srcObject = stream ?? null;
  };
  const stream = new MediaStream([...canvas.captureStream(30).getVideoTracks(), ...sound.getAudioTracks()]);
  for (const track of stream.getTracks()) sender.addTrack(track, stream);
  await sender.setLocalDescription(await sender.createOffer());
  await receiver.setRemoteDescription(sender.localDescription as RTCSessionDescription);
  await receiver.setLocalDescription(await receiver.createAnswer());
  const { type, sdp } = receiver.localDescription as RTCSessionDescription;
  // Chrome's bandwidth estimate starts low and shrinks the picture for seconds; this starts it high.
  const start = 'x-google-start-bitrate=2000;x-google-min-bitrate=800';
  await sender.setRemoteDescription({
    type,
    sdp: sdp.replace(/a=rtpmap:(\d+) VP8\/90000\r\n/, `$&a=fmtp:$1 ${start}\r\n`),
  });
  const close = () => {
    for (const track of stream.getTracks()) track.stop();
    for (const peer of [sender, receiver]) peer.close();
    video.srcObject = null;
  };
  return { video, close };
}

const nextVideoFrame = (video: HTMLVideoElement) =>
  new Promise<number>((resolve) => video.requestVideoFrameCallback(resolve));

/** From asking for the presenter to the first picture on the receiving side. */
async function firstFrameMs(name: string): Promise<number> {
  const context = new AudioContext();
  const output = context.createMediaStreamDestination();
  const startMs = performance.now();
  const presenter = await createPresenter({ ...options, name, signal: new AbortController().signal });
  const line = await connect(presenter.canvas, output.stream);
  const ms = (await nextVideoFrame(line.video)) - startMs;
  line.close();
  presenter.dispose();
  await context.close();
  return ms;
}

const running: { stop?: () => void } = {};

/** Leaves a presenter on the line, idle or speaking without end, for frames to be counted from outside. */
async function startLine(pixels: number, speaking: boolean): Promise<void> {
  const context = new AudioContext();
  const output = context.createMediaStreamDestination();
  const presenter = await presenterAt(pixels, false);
  const line = await connect(presenter.canvas, output.stream);
  const voice = createVoice({ origin: location.origin, name: 'ada', output });
  running.stop = () => {
    voice.stop();
    line.close();
    presenter.dispose();
    void context.close();
  };
  await nextVideoFrame(line.video);
  if (!speaking) return;
  const sentences = Array<string>(20).fill(
    'This is a rather long sentence about nothing in particular, spoken to keep the lips busy. ',
  );
  void voice.speak(sentences, ({ phonemes, clock }) => {
    presenter.setMood('speaking');
    void presenter.speak(phonemes, clock);
  });
}

async function countFrames(ms: number): Promise<number> {
  const video = document.querySelector('video') as HTMLVideoElement;
  const before = video.getVideoPlaybackQuality().totalVideoFrames;
  await new Promise((resolve) => setTimeout(resolve, ms));
  return video.getVideoPlaybackQuality().totalVideoFrames - before;
}

const stopLine = () => running.stop?.();

/** From handing an answer to the voice to sound on the received track. */
async function firstSoundMs(): Promise<number> {
  const context = new AudioContext();
  const output = context.createMediaStreamDestination();
  const presenter = await presenterAt(360, false);
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

function loudness(context: AudioContext, video: HTMLVideoElement): () => number {
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(video.srcObject as MediaStream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return () => {
    analyser.getFloatTimeDomainData(samples);
    return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
  };
}

const BEAT_SECONDS = 0.4;
const BEATS = 24;

/**
 * A tone that comes and goes, with an open mouth for it: on the receiving side the mouth's darkness and the sound's loudness
 * are sampled and slid along each other. Positive: the lips come after the sound.
 */
async function lipOffsetMs(): Promise<number> {
  const context = new AudioContext();
  const output = context.createMediaStreamDestination();
  const presenter = await presenterAt(360, true);
  const line = await connect(presenter.canvas, output.stream);
  await nextVideoFrame(line.video);
  const heard = loudness(context, line.video);

  // Uneven beats, so that only one shift fits.
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
  const watchLips = (_now: number, { expectedDisplayTime }: VideoFrameCallbackMetadata) => {
    const { videoWidth, videoHeight } = line.video;
    // Where the mouth is in the picture; the head keeps still in reduced motion.
    probe.drawImage(
      line.video,
      videoWidth * 0.44,
      videoHeight * 0.62,
      videoWidth * 0.12,
      videoHeight * 0.1,
      0,
      0,
      24,
      16,
    );
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

/** The shift of `later` against `earlier` at which the two curves agree best. */
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

async function createAndDispose(times: number): Promise<void> {
  for (let time = 0; time < times; time++) await firstFrameMs('ada');
}

Object.assign(window, {
  avatarBench: { firstFrameMs, startLine, countFrames, stopLine, firstSoundMs, lipOffsetMs, createAndDispose },
});

export type AvatarBench = {
  firstFrameMs: typeof firstFrameMs;
  startLine: typeof startLine;
  countFrames: typeof countFrames;
  stopLine: typeof stopLine;
  firstSoundMs: typeof firstSoundMs;
  lipOffsetMs: typeof lipOffsetMs;
  createAndDispose: typeof createAndDispose;
};

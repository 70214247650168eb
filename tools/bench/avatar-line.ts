// For the benchmark's page: one presenter on a loopback RTCPeerConnection, as in the stand-in SDK, and the loudness at
// the receiving side.

import { Animator } from '../../emulator/sdk/avatar/animator';
import { AvatarPresenter } from '../../emulator/sdk/avatar/create-presenter';
import { Stage } from '../../emulator/sdk/avatar/stage';
import { connectLoopback } from '../../emulator/sdk/loopback';

export const assetsUrl = '/assets/';

export async function presenterAt(pixels: number, { reducedMotion = false } = {}): Promise<AvatarPresenter> {
  const stage = await Stage.open({
    name: 'ada',
    assetsUrl,
    signal: new AbortController().signal,
    qualities: [{ height: pixels, framesPerSecond: 30 }],
  });
  return new AvatarPresenter(stage, new Animator({ random: Math.random, reducedMotion }));
}

export async function connect(
  canvas: HTMLCanvasElement,
  sound: MediaStream,
): Promise<{ video: HTMLVideoElement; close: () => void }> {
  const stream = new MediaStream([...canvas.captureStream().getVideoTracks(), ...sound.getAudioTracks()]);
  const loopback = await connectLoopback(stream, () => undefined);
  if (loopback.stream === stream) throw new Error('the loopback connection did not come about');
  const video = document.createElement('video');
  video.autoplay = true;
  video.playsInline = true;
  document.body.replaceChildren(video);
  video.srcObject = loopback.stream;
  const close = () => {
    loopback.close();
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  return { video, close };
}

export const nextVideoFrame = (video: HTMLVideoElement) =>
  new Promise<number>((resolve) => video.requestVideoFrameCallback(resolve));

export function loudness(context: AudioContext, video: HTMLVideoElement): () => number {
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(video.srcObject as MediaStream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return () => {
    analyser.getFloatTimeDomainData(samples);
    return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
  };
}

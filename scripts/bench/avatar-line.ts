// One presenter on a loopback RTCPeerConnection, as the stand-in SDK carries it, for the benchmark's page: and how loud the
// receiving side is.

import { Animator } from '../../emulator/sdk/avatar/animator';
import { loadBust } from '../../emulator/sdk/avatar/bust-loader';
import { AvatarPresenter } from '../../emulator/sdk/avatar/create-presenter';
import { presenterLook } from '../../emulator/sdk/avatar/presenter-looks';
import { Stage } from '../../emulator/sdk/avatar/stage';

export const assetsUrl = '/assets/';

export async function presenterAt(pixels: number, reducedMotion: boolean): Promise<AvatarPresenter> {
  const look = presenterLook('ada');
  const bust = await loadBust(`${assetsUrl}${look.modelFile}`, new AbortController().signal);
  const level = { pixels, antialias: false, litPerVertex: true, fineDetail: false, maxFramesPerSecond: 30 };
  return new AvatarPresenter(
    new Stage(look, bust, [level], Math.random),
    new Animator({ random: Math.random, reducedMotion }),
  );
}

export async function connect(
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

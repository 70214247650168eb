// The line to the digital human: who is seen and heard, brought to the page as a remote WebRTC picture and sound, as the
// cloud's RTC does. It knows no jobs, chats or codes.
import type { createVoice } from './avatar/voice';
import { connectLoopback } from './loopback';
import type { CreatePresenter, Mood } from './presenter';
import { RemoteVideo } from './remote-video';
import { Speaker } from './speaker';

/** More is not shown anyway: encoding costs as much as drawing. */
const FRAMES_PER_SECOND = 30;

export interface LineOptions {
  /** Where the picture goes. */
  stage: HTMLElement;
  /** The digital human's name, in lower case. */
  presenter: string;
  /** Origin of the server that the digital human comes from. */
  serverOrigin: string;
  autoPlay: boolean;
  muted: boolean;
  signal: AbortSignal;
  onPlaybackBlocked(): void;
  onPlaybackAllowed(): void;
  onCaption(sentence: string): void;
  /** A sentence is silent although a voice speaks its language. */
  onVoiceProblem(cause: Error): void;
}

export interface Line {
  readonly speaker: Pick<Speaker, 'add' | 'finish' | 'stop'>;
  setMood(mood: Mood): void;
  /** Resolves with whether the browser allowed it. */
  play(): Promise<boolean>;
  setMuted(muted: boolean): void;
  /** Shows the picture again, or no longer. */
  setSubscribed(subscribed: boolean): void;
  close(): void;
}

export type OpenLine = (options: LineOptions) => Promise<Line>;

export interface LineParts {
  createPresenter: CreatePresenter;
  createVoice: typeof createVoice;
}

/** Resolves when the remote stream is there and playing it was tried. */
export function lineOpener({ createPresenter, createVoice }: LineParts): OpenLine {
  return async (options) => {
    const { serverOrigin: origin, presenter: name, signal } = options;
    const presenter = await createPresenter({
      name,
      assetsUrl: `${origin}/sdk/assets/`,
      reducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches,
      signal,
    });
    const audio = new AudioContext();
    const output = audio.createMediaStreamDestination();
    const picture = presenter.canvas.captureStream(FRAMES_PER_SECOND);
    const local = new MediaStream([...picture.getVideoTracks(), ...output.stream.getAudioTracks()]);
    const video = new RemoteVideo(options.stage, options);
    let isSubscribed = true;
    const loopback = await connectLoopback(local, () => isSubscribed && video.show(loopback.stream));
    video.show(loopback.stream);
    const voice = createVoice({ origin, name, output });
    const speaker = new Speaker(presenter, voice, options);
    const play = () => {
      // Stays pending without a gesture, which is no failure: the lips then move in silence.
      void audio.resume();
      return video.play();
    };
    const close = () => {
      speaker.stop();
      video.remove();
      loopback.close();
      for (const track of local.getTracks()) track.stop();
      void audio.close();
      presenter.dispose();
    };
    if (signal.aborted) close();
    else if (options.autoPlay) await play();
    return {
      speaker,
      play,
      close,
      setMood: (mood) => presenter.setMood(mood),
      setMuted: (muted) => {
        video.setMuted(muted);
        voice.setMuted(muted);
      },
      setSubscribed: (subscribed) => {
        isSubscribed = subscribed;
        video.show(subscribed ? loopback.stream : null);
      },
    };
  };
}

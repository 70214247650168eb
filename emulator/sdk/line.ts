// The line to the digital human: who is seen and heard, brought to the page as a remote WebRTC picture and sound, as the
// cloud's RTC does. Prepared out of sight while the cloud is still busy, opened when the job is there. It knows no jobs,
// chats or codes.
import type { createVoice } from './avatar/voice';
import { connectLoopback } from './loopback';
import type { CreatePresenter, Mood } from './presenter';
import { RemoteVideo } from './remote-video';
import { Speaker } from './speaker';

/** More is not shown anyway: encoding costs as much as drawing. */
const FRAMES_PER_SECOND = 30;

export interface Caller {
  /** The digital human's name, in lower case. */
  presenter: string;
  /** Origin of the server that the digital human comes from. */
  serverOrigin: string;
}

export interface LineOptions {
  /** Where the picture goes. */
  stage: HTMLElement;
  autoPlay: boolean;
  muted: boolean;
  onPlaybackBlocked(): void;
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
}

export interface PreparedLine {
  /** Resolves when the remote stream is shown and playing it was tried; rejects when it cannot be had, or was closed. */
  open(options: LineOptions): Promise<Line>;
  /** At any time: gives back everything. */
  close(): void;
}

export type PrepareLine = (caller: Caller) => PreparedLine;

export interface LineParts {
  createPresenter: CreatePresenter;
  createVoice: typeof createVoice;
}

export function linePreparer({ createPresenter, createVoice }: LineParts): PrepareLine {
  return ({ presenter: name, serverOrigin: origin }) => {
    const belongings = new Belongings();
    const { signal } = belongings;
    let showNewStream = () => {};
    const preparing = prepare();
    preparing.catch(() => {}); // the caller that opens the connection gets the error

    async function prepare() {
      const audio = new AudioContext();
      belongings.add(() => void audio.close());
      const presenter = await createPresenter({
        name,
        assetsUrl: `${origin}/sdk/assets/`,
        reducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches,
        signal,
      });
      belongings.add(() => presenter.dispose());
      const output = audio.createMediaStreamDestination();
      const picture = presenter.canvas.captureStream(FRAMES_PER_SECOND);
      const local = new MediaStream([...picture.getVideoTracks(), ...output.stream.getAudioTracks()]);
      belongings.add(() => {
        for (const track of local.getTracks()) track.stop();
      });
      const loopback = await connectLoopback(local, () => showNewStream());
      belongings.add(loopback.close);
      // A stream without a receiver is not decoded, and its first picture would have to be asked for when it is wanted.
      const receiver = document.createElement('video');
      receiver.srcObject = loopback.stream;
      return { audio, presenter, output, loopback, receiver };
    }

    async function open(options: LineOptions): Promise<Line> {
      const { audio, presenter, output, loopback, receiver } = await preparing;
      signal.throwIfAborted();
      const video = new RemoteVideo(receiver, options.stage, options);
      belongings.add(() => video.remove());
      let isSubscribed = true;
      showNewStream = () => isSubscribed && video.show(loopback.stream);
      video.show(loopback.stream);
      const voice = createVoice({ origin, name, output });
      const speaker = new Speaker(presenter, voice, options);
      belongings.add(() => speaker.stop());
      const play = () => {
        // Stays pending without a gesture, which is no failure: the lips then move in silence.
        void audio.resume();
        return video.play();
      };
      if (options.autoPlay) await play();
      return {
        speaker,
        play,
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
    }

    return { open, close: () => belongings.release() };
  };
}

/** What has to be given back, last come first; what comes too late is given back at once. */
class Belongings {
  readonly #released = new AbortController();
  readonly #releases: (() => void)[] = [];

  get signal(): AbortSignal {
    return this.#released.signal;
  }

  add(release: () => void): void {
    if (this.signal.aborted) release();
    else this.#releases.push(release);
  }

  release(): void {
    this.#released.abort();
    for (const release of this.#releases.splice(0).reverse()) release();
  }
}

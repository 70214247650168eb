// Picture and sound of the digital human as a remote WebRTC stream, as from the cloud's RTC. The stand-in prepares it
// while the job starts, and opens it when the job runs.
import type { createVoice } from './avatar/voice';
import { connectLoopback } from './loopback';
import type { CreatePresenter, Mood } from './presenter';
import type { PresenterName } from './presenter-of';
import { RemoteVideo } from './remote-video';
import { Speaker, type SpeechWatcher } from './speaker';

export interface Caller {
  presenter: PresenterName;
  /** Origin of the digital human's server. */
  serverOrigin: string;
}

export interface ConnectionOptions extends SpeechWatcher {
  /** The element that shows the picture. */
  stage: HTMLElement;
  autoPlay: boolean;
  muted: boolean;
  onPlaybackBlocked(): void;
}

export interface MediaConnection {
  readonly speaker: Pick<Speaker, 'add' | 'finish' | 'stop'>;
  setMood(mood: Mood): void;
  /** Resolves with whether the browser allowed playback. */
  play(): Promise<boolean>;
  setMuted(muted: boolean): void;
  /** Shows or hides the picture. */
  setSubscribed(subscribed: boolean): void;
}

export interface PreparedConnection {
  /** Resolves when the room is joined, before any picture, or was left by `close`. Never rejects. */
  readonly joined: Promise<void>;
  /**
   * Resolves when it shows the remote stream and has tried to play it. Rejects when there is no stream, or it was
   * closed.
   */
  open(options: ConnectionOptions): Promise<MediaConnection>;
  /** Releases everything. Callable at any time. */
  close(): void;
}

export type PrepareConnection = (caller: Caller) => PreparedConnection;

export interface ConnectionParts {
  createPresenter: CreatePresenter;
  createVoice: typeof createVoice;
}

export function connectionPreparer({ createPresenter, createVoice }: ConnectionParts): PrepareConnection {
  return ({ presenter: name, serverOrigin: origin }) => {
    const resources = new ResourceStack();
    const { signal } = resources;
    let showNewStream = () => {};
    const preparing = prepare();
    preparing.catch(() => {}); // the caller that opens the connection receives the error

    async function prepare() {
      const audio = new AudioContext();
      resources.add(() => void audio.close());
      const presenter = await createPresenter({
        name,
        assetsUrl: `${origin}/sdk/assets/`,
        reducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches,
        signal,
      });
      resources.add(() => presenter.dispose());
      const output = audio.createMediaStreamDestination();
      // Sends each painted picture. With a rate of its own, the browser drops one that is painted just before its time.
      const picture = presenter.canvas.captureStream();
      const local = new MediaStream([...picture.getVideoTracks(), ...output.stream.getAudioTracks()]);
      resources.add(() => {
        for (const track of local.getTracks()) track.stop();
      });
      const loopback = await connectLoopback(local, () => showNewStream());
      resources.add(loopback.close);
      // The browser does not decode a stream without a receiver, and would have to request its first picture later.
      const receiver = document.createElement('video');
      receiver.srcObject = loopback.stream;
      return { audio, presenter, output, loopback, receiver };
    }

    async function open(options: ConnectionOptions): Promise<MediaConnection> {
      const { audio, presenter, output, loopback, receiver } = await preparing;
      signal.throwIfAborted();
      let isSubscribed = true;
      let isSeen = true;
      const paintIfSeen = () => presenter.setVisible(isSubscribed && isSeen);
      const video = new RemoteVideo(receiver, options.stage, {
        ...options,
        onSeen: (seen) => {
          isSeen = seen;
          paintIfSeen();
        },
      });
      resources.add(() => video.remove());
      showNewStream = () => isSubscribed && video.show(loopback.stream);
      video.show(loopback.stream);
      const voice = createVoice({ origin, name, output });
      const speaker = new Speaker(presenter, voice, options);
      resources.add(() => speaker.stop());
      const play = () => {
        // Stays pending without a gesture, which is not a failure: the lips then move in silence.
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
          paintIfSeen();
        },
      };
    }

    const closed = new Promise<void>((resolve) => resources.add(resolve));
    const joined = preparing.then(
      () => {},
      () => {},
    );
    return { joined: Promise.race([joined, closed]), open, close: () => resources.release() };
  };
}

/** Releases its resources, the last one first. After that it releases each new one at once. */
class ResourceStack {
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

// The <video> element of the digital human. The browser may block playback before a gesture: `play()` then reports it,
// and a later call from a gesture succeeds.

/** Without a first frame, which a hidden tab never draws, `play()` would stay pending for ever. */
const PLAY_LIMIT_MS = 3_000;

interface RemoteVideoOptions {
  muted: boolean;
  onPlaybackBlocked(): void;
  /** Whether any part of it is on the screen, after it was first visible. */
  onSeen(isSeen: boolean): void;
}

export class RemoteVideo {
  readonly #video: HTMLVideoElement;

  readonly #options: RemoteVideoOptions;
  readonly #observer: IntersectionObserver | undefined;

  /** `video`: an element that has received before shows its first picture sooner. */
  constructor(video: HTMLVideoElement, stage: HTMLElement, options: RemoteVideoOptions) {
    this.#options = options;

    video.setAttribute('playsinline', '');
    video.muted = options.muted;
    stage.append(video);
    this.#video = video;
    document.addEventListener('visibilitychange', this.#onVisibilityChange);
    // Without an observer, the picture counts as visible.
    if (!('IntersectionObserver' in globalThis)) return;
    let wasSeen = false;
    this.#observer = new IntersectionObserver((entries) => {
      const isSeen = entries.at(-1)?.isIntersecting ?? false;
      wasSeen ||= isSeen;
      if (wasSeen) options.onSeen(isSeen);
    });
    this.#observer.observe(video);
  }

  show(stream: MediaStream | null): void {
    const playing = this.#video.srcObject !== null && !this.#video.paused;
    this.#video.srcObject = stream;
    if (playing && stream) void this.play();
  }

  async play(): Promise<boolean> {
    this.#video.autoplay = true;
    try {
      await Promise.race([this.#video.play(), new Promise((resolve) => setTimeout(resolve, PLAY_LIMIT_MS))]);
      return true;
    } catch (error) {
      // AbortError: another stream or the end interrupted it, which is not a refusal.
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return true;
      this.#options.onPlaybackBlocked();
      return false;
    }
  }

  setMuted(muted: boolean): void {
    this.#options.muted = muted;
    this.#video.muted = muted;
  }

  remove(): void {
    this.#observer?.disconnect();
    document.removeEventListener('visibilitychange', this.#onVisibilityChange);
    this.#video.srcObject = null;
    this.#video.remove();
  }

  /** The vendor's SDK unmutes when the page becomes visible, unless the integrator muted it. */
  readonly #onVisibilityChange = (): void => {
    if (document.visibilityState === 'visible' && !this.#options.muted) this.#video.muted = false;
  };
}

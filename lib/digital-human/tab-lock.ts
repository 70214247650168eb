/**
 * One session in a browser, whatever the number of tabs: the tab that has it holds a Web Lock until the SDK is destroyed.
 * Another tab may take it over.
 */
const NAME = 'digital-human-session';

/** The SDK's `destroy()` usually takes 2 s. After this long the other tab counts as frozen, and loses its lock. */
const TAKE_OVER_LIMIT_MS = 5_000;

/** The browser answers at once whether a lock is free; after this long it does not answer at all. */
const ACQUIRE_LIMIT_MS = 2_000;

export class TabLock {
  #releaseLock: (() => void) | null = null;
  /** The last requested release; acquiring the lock again cancels it. */
  #lastRelease: object | null = null;
  readonly #onTaken: () => void;

  /** @param onTaken another tab wants it, or has it already: end the session, then `releaseAfter` */
  constructor(onTaken: () => void) {
    this.#onTaken = onTaken;
  }

  /** The browser's first answer about locks takes a while (Chromium: some 25 ms): asked ahead, it does not delay a click. */
  warmUp(): void {
    // Where locks are refused, `acquire()` goes on without them.
    void attempt(() => navigator.locks?.query()).catch(() => {});
  }

  /** @returns false when another tab has it. Never rejects: a conversation does not depend on locks. */
  async acquire(): Promise<boolean> {
    this.#lastRelease = null;
    // Without Web Locks (an insecure address, an old browser) every tab is on its own. So it is where the browser refuses
    // them (site data is blocked) or does not answer.
    if (this.#releaseLock || !navigator.locks) return true;
    const limit = new Promise<boolean>((resolve) => setTimeout(() => resolve(true), ACQUIRE_LIMIT_MS));
    return Promise.race([this.#request({ ifAvailable: true }).catch(() => true), limit]);
  }

  /** Asks the other tab, and waits until it is ready. @throws the signal's reason */
  async takeOver(signal: AbortSignal): Promise<void> {
    const channel = openChannel();
    channel?.postMessage('wanted');
    channel?.close();
    const wait = new AbortController();
    const limit = setTimeout(() => wait.abort(), TAKE_OVER_LIMIT_MS);
    const callOff = () => wait.abort();
    signal.addEventListener('abort', callOff, { once: true });
    try {
      await this.#request({ signal: wait.signal });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!wait.signal.aborted) throw error;
      await this.#request({ steal: true });
    } finally {
      clearTimeout(limit);
      signal.removeEventListener('abort', callOff);
    }
    if (!signal.aborted) return;
    this.#drop();
    throw signal.reason;
  }

  /** Releases the lock once `settled`, unless it was acquired again by then. */
  releaseAfter(settled: Promise<void>): void {
    const release = {};
    this.#lastRelease = release;
    const releaseIfLast = () => {
      if (this.#lastRelease === release) this.#drop();
    };
    settled.then(releaseIfLast, releaseIfLast);
  }

  /** Settles when the lock is there or refused; the lock itself is held beyond that. */
  #request(options: LockOptions): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const held = attempt(() =>
        navigator.locks.request(NAME, options, (lock) => {
          if (!lock) return resolve(false);
          resolve(true);
          return this.#hold();
        }),
      );
      held.catch((error: unknown) => {
        reject(error); // never got it
        if (!this.#drop()) return;
        this.#onTaken(); // had it: stolen
      });
    });
  }

  #drop(): boolean {
    const release = this.#releaseLock;
    this.#releaseLock = null;
    release?.();
    return release !== null;
  }

  /** Listens only while it holds the lock: an open channel keeps a page out of the back/forward cache. */
  #hold(): Promise<void> {
    const channel = openChannel();
    if (channel) channel.onmessage = () => this.#onTaken();
    return new Promise<void>((resolve) => {
      this.#releaseLock = resolve;
    }).finally(() => channel?.close());
  }
}

/** Some browsers throw where others reject. */
async function attempt<T>(call: () => T | Promise<T>): Promise<T> {
  return call();
}

/** Without a channel the other tab is not asked: the time limit of `takeOver` still takes its lock. */
function openChannel(): BroadcastChannel | null {
  try {
    return new BroadcastChannel(NAME);
  } catch {
    return null;
  }
}

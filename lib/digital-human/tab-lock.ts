/**
 * Allows one session per browser, however many tabs are open: the tab with the session holds a Web Lock until the SDK
 * is destroyed. Another tab may take it over.
 */
const NAME = 'digital-human-session';

/** The SDK's `destroy()` usually takes 2 s. A tab that takes longer than this counts as frozen and loses its lock. */
const TAKE_OVER_LIMIT_MS = 5_000;

/** The browser says at once whether a lock is free. If it takes longer than this, it will not answer. */
const ACQUIRE_LIMIT_MS = 2_000;

export class TabLock {
  #releaseLock: (() => void) | null = null;
  /** The last requested release; acquiring the lock again cancels it. */
  #lastRelease: object | null = null;
  readonly #onTaken: () => void;

  /**
   * @param onTaken called when another tab wants the lock or has taken it: end the session, then call `releaseAfter`
   */
  constructor(onTaken: () => void) {
    this.#onTaken = onTaken;
  }

  /** Makes the browser's first, slow request for a lock (Chromium: about 25 ms) ahead of a click. */
  warmUp(): void {
    // If locks are refused, `acquire()` continues without them.
    void attempt(() => navigator.locks?.query()).catch(() => {});
  }

  /** Resolves with false when another tab holds the lock. Never rejects: a conversation does not depend on locks. */
  async acquire(): Promise<boolean> {
    this.#lastRelease = null;
    // Without Web Locks (an insecure address, an old browser), and when the browser refuses them (site data is blocked)
    // or does not answer, every tab may start.
    if (this.#releaseLock || !navigator.locks) return true;
    return orTrueInTime(this.#request({ ifAvailable: true }).catch(() => true));
  }

  /** Asks the other tab to end its session, and waits for the lock. @throws the signal's reason */
  async takeOver(signal: AbortSignal): Promise<void> {
    const channel = openChannel();
    channel?.postMessage('wanted');
    channel?.close();
    const wait = new AbortController();
    const limit = setTimeout(() => wait.abort(), TAKE_OVER_LIMIT_MS);
    const onAbort = () => wait.abort();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await this.#request({ signal: wait.signal });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!wait.signal.aborted) throw error;
      await orTrueInTime(this.#request({ steal: true }));
    } finally {
      clearTimeout(limit);
      signal.removeEventListener('abort', onAbort);
    }
    if (!signal.aborted) return;
    this.#drop();
    throw signal.reason;
  }

  /** Releases the lock when `settled` has settled, unless it was acquired again by then. */
  releaseAfter(settled: Promise<void>): void {
    const release = {};
    this.#lastRelease = release;
    const releaseIfLast = () => {
      if (this.#lastRelease === release) this.#drop();
    };
    settled.then(releaseIfLast, releaseIfLast);
  }

  /** Resolves when the lock is acquired (true) or refused (false). The lock is held after that. */
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
        reject(error); // the lock was not acquired
        if (!this.#drop()) return;
        this.#onTaken(); // another tab took it
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

/** If the browser does not answer about a lock, the conversation does not wait for it any longer. */
function orTrueInTime(answer: Promise<boolean>): Promise<boolean> {
  return Promise.race([answer, new Promise<boolean>((resolve) => setTimeout(() => resolve(true), ACQUIRE_LIMIT_MS))]);
}

/** Some browsers throw an error that others reject with. */
async function attempt<T>(call: () => T | Promise<T>): Promise<T> {
  return call();
}

/** Without a channel the other tab is not asked, but `takeOver` still takes its lock after the time limit. */
function openChannel(): BroadcastChannel | null {
  try {
    return new BroadcastChannel(NAME);
  } catch {
    return null;
  }
}

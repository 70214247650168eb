/**
 * One session in a browser, whatever the number of tabs: the tab that has it holds a Web Lock until the SDK has let go.
 * Another tab may take it over. It must not know React or what a session is.
 */
const NAME = 'digital-human-session';

/** The SDK's `destroy()` usually takes 2 s. After this long the other tab counts as frozen, and loses its lock. */
const TAKE_OVER_LIMIT_MS = 5_000;

export class TabClaim {
  #letGo: (() => void) | null = null;
  /** The last release that was asked for; a new claim calls it off. */
  #release: object | null = null;
  readonly #onTaken: () => void;

  /** @param onTaken another tab wants it, or has it already: end the session, then `releaseAfter` */
  constructor(onTaken: () => void) {
    this.#onTaken = onTaken;
  }

  /** The browser's first answer about locks takes a while (Chromium: some 25 ms): asked ahead, it does not delay a click. */
  warmUp(): void {
    navigator.locks?.query().catch(() => {}); // whoever has no access to locks hears so from `claim()`
  }

  /** @returns false when another tab has it */
  async claim(): Promise<boolean> {
    this.#release = null;
    // Without Web Locks (an insecure address, an old browser) every tab is on its own.
    if (this.#letGo || !navigator.locks) return true;
    return this.#request({ ifAvailable: true });
  }

  /** Asks the other tab, and waits until it is ready. @throws the signal's reason */
  async takeOver(signal: AbortSignal): Promise<void> {
    const channel = new BroadcastChannel(NAME);
    channel.postMessage('wanted');
    channel.close();
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

  /** Gives it back when `settled`, unless it was claimed again by then. */
  releaseAfter(settled: Promise<void>): void {
    const release = {};
    this.#release = release;
    void settled.then(() => {
      if (this.#release === release) this.#drop();
    });
  }

  /** Settles when the lock is there or refused; the lock itself is held beyond that. */
  #request(options: LockOptions): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const held = navigator.locks.request(NAME, options, (lock) => {
        if (!lock) return resolve(false);
        resolve(true);
        return this.#hold();
      });
      held.catch((error: unknown) => {
        reject(error); // never got it
        if (!this.#drop()) return;
        this.#onTaken(); // had it: stolen
      });
    });
  }

  #drop(): boolean {
    const letGo = this.#letGo;
    this.#letGo = null;
    letGo?.();
    return letGo !== null;
  }

  /** Listens only while it holds the lock: an open channel keeps a page out of the back/forward cache. */
  #hold(): Promise<void> {
    const channel = new BroadcastChannel(NAME);
    channel.onmessage = () => this.#onTaken();
    return new Promise<void>((resolve) => {
      this.#letGo = resolve;
    }).finally(() => channel.close());
  }
}

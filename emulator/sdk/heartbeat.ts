// Reads a job's state every 9 s. It ignores three missing answers; the fourth means that the job is lost. It reports an
// answer with an error code at every beat and continues (HwICSUiSdk 5.0.6).
import { type HttpAnswer, HttpFailure, type JsonObject } from './http';

const EVERY_MS = 9_000;
const LOST_AFTER_MISSING = 3;

export interface HeartbeatWatcher {
  /** Returns null without a token: it then makes no call, which counts as no answer. */
  ask(): Promise<HttpAnswer> | null;
  onState(state: JsonObject): void;
  onError(failure: HttpFailure): void;
  onLost(): void;
}

export class Heartbeat {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #missing = 0;
  /** Changes at every start and stop, so that a late answer of an earlier one is ignored. */
  #run = 0;

  readonly #watcher: HeartbeatWatcher;

  constructor(watcher: HeartbeatWatcher) {
    this.#watcher = watcher;
  }

  start(): void {
    this.stop();
    this.#missing = 0;
    this.#schedule();
  }

  stop(): void {
    this.#run += 1;
    clearTimeout(this.#timer);
  }

  /** Reads the state at once instead of at the next beat. */
  async beat(): Promise<void> {
    clearTimeout(this.#timer);
    const run = this.#run;
    const answer = await this.#ask();
    if (run !== this.#run) return;
    if (answer === null) this.#miss();
    else {
      this.#missing = 0;
      if (answer instanceof HttpFailure) this.#watcher.onError(answer);
      else this.#watcher.onState(answer);
    }
    if (run === this.#run) this.#schedule();
  }

  #miss(): void {
    this.#missing += 1;
    if (this.#missing <= LOST_AFTER_MISSING) return;
    this.stop();
    this.#watcher.onLost();
  }

  async #ask(): Promise<JsonObject | HttpFailure | null> {
    try {
      const answer = await this.#watcher.ask();
      return answer?.isObject ? answer.body : null;
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      return error.isObject ? error : null;
    }
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.beat(), EVERY_MS);
  }
}

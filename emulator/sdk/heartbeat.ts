// The look at a job's state every 9 s. Three missing answers pass in silence, the fourth means the job is lost. An answer with
// an error code is reported at every beat, and the beats go on (HwICSUiSdk 5.0.6).
import { type HttpAnswer, HttpFailure, type JsonObject } from './http';

const EVERY_MS = 9_000;
const LOST_AFTER_MISSING = 3;

export interface HeartbeatWatcher {
  /** Null without a token: then the call is not made, which counts as no answer. */
  ask(): Promise<HttpAnswer> | null;
  onState(state: JsonObject): void;
  onError(failure: HttpFailure): void;
  onLost(): void;
}

export class Heartbeat {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #missing = 0;
  /** Changes with every start and stop, so that a late answer of an earlier one counts for nothing. */
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

  /** Looks at once instead of at the next beat. */
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

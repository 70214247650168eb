// One job: the cloud's side of a digital human on the line. Started, watched by a heartbeat of 9 s, and stopped with
// up to 6 looks at its state, 2 s apart (HwICSUiSdk 5.0.6). It decides nothing: what it sees goes to its watcher.
import type { AccessToken } from './access-token';
import type { CloudApi, StartedJob } from './cloud-api';
import { HttpFailure } from './http';
import { pause } from './pause';

const HEARTBEAT_MS = 9_000;
const LOST_AFTER_FAILURES = 3;
const STOP_POLL_MS = 2_000;
const STOP_POLLS = 6;
const FINISHED = new Set(['SUCCEED', 'FAILED', 'CANCELED']);

export interface JobWatcher {
  onBeat(): void;
  onBeatFailed(failure: HttpFailure): void;
  /** More than three heartbeats in a row failed. */
  onLost(): void;
  onFinished(reason: string): void;
}

export class Job {
  #beating: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #watched = false;

  private constructor(
    private readonly api: CloudApi,
    private readonly token: AccessToken,
    readonly started: StartedJob,
  ) {}

  static async start(api: CloudApi, token: AccessToken, extendParam: string | null): Promise<Job> {
    return new Job(api, token, await api.startJob(token.value, extendParam));
  }

  get id(): string {
    return this.started.jobId;
  }

  watch(watcher: JobWatcher): void {
    this.#watched = true;
    this.#scheduleBeat(watcher);
  }

  /** Looks at the job's state at once instead of at the next heartbeat. */
  async beat(watcher: JobWatcher): Promise<void> {
    clearTimeout(this.#beating);
    try {
      const { state, finishReason } = await this.api.jobState(this.token.value, this.id);
      if (!this.#watched) return;
      this.#failures = 0;
      watcher.onBeat();
      if (FINISHED.has(state)) {
        this.unwatch();
        watcher.onFinished(finishReason);
        return;
      }
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      if (!this.#watched) return;
      this.#failures += 1;
      watcher.onBeatFailed(error);
      if (this.#failures > LOST_AFTER_FAILURES) {
        this.unwatch();
        watcher.onLost();
        return;
      }
    }
    if (this.#watched) this.#scheduleBeat(watcher);
  }

  unwatch(): void {
    this.#watched = false;
    clearTimeout(this.#beating);
  }

  /** Resolves when the cloud says the job is over, or when it was asked often enough. Never rejects. */
  async stop(): Promise<void> {
    this.unwatch();
    try {
      await this.api.stopJob(this.token.value, this.id);
      for (let poll = 0; poll < STOP_POLLS; poll += 1) {
        const { state } = await this.api.jobState(this.token.value, this.id);
        if (FINISHED.has(state)) return;
        await pause(STOP_POLL_MS);
      }
    } catch {
      // The cloud cannot be reached: it ends the job itself when it hears nothing.
    }
  }

  #scheduleBeat(watcher: JobWatcher): void {
    clearTimeout(this.#beating);
    this.#beating = setTimeout(() => void this.beat(watcher), HEARTBEAT_MS);
  }
}

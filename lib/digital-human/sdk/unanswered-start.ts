/**
 * Whether the cloud answered the SDK's request to start a job, of a `create` or of a rejoin. If not, the SDK dispatches
 * no event, waits 30 s and starts a job by itself; not even `destroy` stops that (HwICSUiSdk 5.0.6). So the next
 * `create` waits until then.
 */
import { elapsedMs, withTimeout } from '../clock.ts';
import { ownFailure, SessionFailure } from '../failures.ts';
import { mayBeOfEarlierSession, troubleOf } from '../live-trouble.ts';
import { vendorFailure } from './error-codes.ts';
import type { IcsListeners, IcsResult, IcsSdk } from './types.ts';

/** How long after its request the SDK may start a job by itself. 5 s of it are margin. */
const REPEAT_MS = 35_000;
const JOB_INFO_LIMIT_MS = 5_000;

export class UnansweredStart {
  #isAnswered = true;
  /** `rejoining`: it was ready, and the SDK may start another job. */
  #session: 'starting' | 'ready' | 'rejoining' | 'over' = 'starting';
  /** When the SDK has stopped starting a job by itself, as a time of `elapsedMs()`. */
  #overAt = 0;

  /**
   * Call it with the listeners of each `create`, and pass on what it returns. A job, or an error of the start, is an
   * answer.
   */
  watch(listeners: IcsListeners): IcsListeners {
    this.#isAnswered = false;
    this.#session = 'starting';
    return {
      ...listeners,
      jobInfoChange: (info) => {
        if (info?.jobId) this.#answered();
        if (info?.isReady) this.#session = 'ready';
        else if (this.#session === 'ready') this.#session = 'rejoining';
        listeners.jobInfoChange(info);
      },
      error: (error) => {
        const failure = vendorFailure(error?.code);
        if (!mayBeOfEarlierSession(failure)) this.#answered();
        const trouble = troubleOf(failure);
        if (trouble === 'ending') this.#session = 'over';
        else if (trouble === 'rejoining' && this.#session === 'ready') this.#session = 'rejoining';
        listeners.error(error);
      },
      jobEnd: (end) => {
        this.#session = 'over';
        listeners.jobEnd(end);
      },
    };
  }

  /** Call it when `create` has resolved. */
  async created(result: IcsResult | undefined, sdk: IcsSdk): Promise<void> {
    if (this.#isAnswered) return;
    if (result?.result === false || !sdk.getJobInfo) return this.#answered(); // no job was asked for, or no way to know
    this.#overAt = elapsedMs() + REPEAT_MS;
    await this.isUnanswered(sdk);
  }

  /** True when `create` resolved, no event answered the request, and the SDK has no job. */
  async isUnanswered(sdk: IcsSdk): Promise<boolean> {
    if (this.#isAnswered) return false;
    const isStarted = await this.hasJob(sdk);
    return isStarted !== undefined && !this.#isAnswered; // if it does not say, the ready time-out decides
  }

  /** Whether the SDK has a job; undefined when it does not say. */
  async hasJob(sdk: IcsSdk): Promise<boolean | undefined> {
    if (!sdk.getJobInfo) return undefined;
    const onTimeout = () => new SessionFailure(ownFailure('call_timeout'));
    try {
      const job = await withTimeout(Promise.resolve(sdk.getJobInfo()), { limitMs: JOB_INFO_LIMIT_MS, onTimeout });
      if (job?.jobId) this.#answered();
      return Boolean(job?.jobId);
    } catch {
      return undefined;
    }
  }

  /**
   * Call it before `destroy`. A rejoin that waits for its answer has no job.
   * @returns true during a rejoin: `destroy` does not end it, so it may start a job that nothing stops (5.0.6)
   */
  async beforeDestroy(sdk: IcsSdk): Promise<boolean> {
    if (this.#session !== 'rejoining') return false;
    if ((await this.hasJob(sdk)) === false) this.#overAt = elapsedMs() + REPEAT_MS;
    return true;
  }

  /** How long the SDK may still start a job by itself. */
  get waitMs(): number {
    return Math.max(this.#overAt - elapsedMs(), 0);
  }

  #answered(): void {
    this.#isAnswered = true;
    this.#overAt = 0;
  }
}

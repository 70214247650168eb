/**
 * Whether the cloud answered the SDK's request to start a job. If not, the SDK dispatches no event, waits 30 s and
 * starts a job by itself; not even `destroy` stops that (HwICSUiSdk 5.0.6). So the next `create` waits until then.
 */
import { elapsedMs, withTimeout } from '../clock.ts';
import { ownFailure, SessionFailure } from '../failures.ts';
import { mayBeOfEarlierSession } from '../live-trouble.ts';
import { vendorFailure } from './error-codes.ts';
import type { IcsListeners, IcsResult, IcsSdk } from './types.ts';

/** How long after `create` resolved the SDK may start a job by itself. 5 s of it are margin. */
const REPEAT_MS = 35_000;
const JOB_INFO_LIMIT_MS = 5_000;

export class UnansweredStart {
  #isAnswered = true;
  /** From when on the SDK no longer starts a job by itself, by the clock. */
  #overAt = 0;

  /**
   * Call it with the listeners of each `create`, and pass on what it returns. A job, or an error of the start, is an
   * answer.
   */
  watch(listeners: IcsListeners): IcsListeners {
    this.#isAnswered = false;
    return {
      ...listeners,
      jobInfoChange: (info) => {
        if (info?.jobId) this.#answered();
        listeners.jobInfoChange(info);
      },
      error: (error) => {
        if (!mayBeOfEarlierSession(vendorFailure(error?.code))) this.#answered();
        listeners.error(error);
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
    const onTimeout = () => new SessionFailure(ownFailure('call_timeout'));
    try {
      const asked = Promise.resolve(sdk.getJobInfo?.());
      const job = await withTimeout(asked, { limitMs: JOB_INFO_LIMIT_MS, onTimeout });
      if (job?.jobId) this.#answered();
    } catch {
      return false; // an SDK that does not say leaves the verdict to the ready time-out
    }
    return !this.#isAnswered;
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

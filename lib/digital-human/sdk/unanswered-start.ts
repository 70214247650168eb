/**
 * Whether the SDK's request to start a job got a usable answer. Without one there is no event: the SDK waits 30 s and
 * starts a job by itself, and not even `destroy` stops that (HwICSUiSdk 5.0.6). So the next `create` waits until then.
 */
import { type Clock, withTimeout } from '../clock';
import { ownFailure, SessionFailure } from '../failures';
import { isTokenFailure } from '../live-trouble';
import { vendorFailure } from './error-codes';
import type { IcsListeners, IcsResult, IcsSdk } from './types';

/** From the moment `create` resolved; 5 s of it are margin. */
const REPEAT_MS = 35_000;
const JOB_INFO_LIMIT_MS = 5_000;

export class UnansweredStart {
  #isAnswered = true;
  /** When the SDK no longer starts anything by itself, by the clock. */
  #overAt = 0;

  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** To be called with the listeners of each `create`: a job, or an error of the start, is an answer. */
  watch(listeners: IcsListeners): IcsListeners {
    this.#isAnswered = false;
    return {
      ...listeners,
      jobInfoChange: (info) => {
        if (info?.jobId) this.#answered();
        listeners.jobInfoChange(info);
      },
      error: (error) => {
        // A failed renewal of an earlier session's tokens says nothing about this start.
        if (!isTokenFailure(vendorFailure(error?.code))) this.#answered();
        listeners.error(error);
      },
    };
  }

  /** To be called when `create` has resolved. */
  async created(result: IcsResult | undefined, sdk: IcsSdk): Promise<void> {
    if (this.#isAnswered) return;
    if (result?.result === false || !sdk.getJobInfo) return this.#answered(); // no job was asked for, or no way to know
    this.#overAt = this.#clock.now() + REPEAT_MS;
    await this.isUnanswered(sdk);
  }

  /** True when `create` resolved, nothing was heard of the start, and the SDK has no job. */
  async isUnanswered(sdk: IcsSdk): Promise<boolean> {
    if (this.#isAnswered) return false;
    const onTimeout = () => new SessionFailure(ownFailure('call_timeout'));
    try {
      const asked = Promise.resolve(sdk.getJobInfo?.());
      const job = await withTimeout(asked, { clock: this.#clock, limitMs: JOB_INFO_LIMIT_MS, onTimeout });
      if (job?.jobId) this.#answered();
    } catch {
      return false; // an SDK that does not say leaves the verdict to the ready time-out
    }
    return !this.#isAnswered;
  }

  get waitMs(): number {
    return Math.max(this.#overAt - this.#clock.now(), 0);
  }

  #answered(): void {
    this.#isAnswered = true;
    this.#overAt = 0;
  }
}

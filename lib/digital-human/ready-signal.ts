/** What one attempt waits for: the SDK's ready event, or the first failure that prevents it. */
import { SessionFailure } from './failures';

export interface ReadySignal {
  /** Resolves at the ready event, rejects with the first failure. */
  promise: Promise<void>;
  isReady: boolean;
  /**
   * Aborted with the failure that forbids another attempt. One `create()` may report several errors (HwICSUiSdk 5.0.6):
   * the first one rejects the promise, but a later one, such as a locked account, may forbid the retry.
   */
  finalFailure: AbortSignal;
  /** A failed token renewal, which may belong to an earlier session: it counts only if no job starts. */
  tokenFailure: SessionFailure | null;
  resolve(): void;
  reject(error: unknown): void;
}

export function createReadySignal(): ReadySignal {
  let resolve!: () => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  promise.catch(() => {}); // it may reject before anything awaits it
  const finalFailure = new AbortController();
  const readySignal: ReadySignal = {
    promise,
    isReady: false,
    finalFailure: finalFailure.signal,
    tokenFailure: null,
    resolve() {
      readySignal.isReady = true;
      resolve();
    },
    reject(error) {
      reject(error);
      if (error instanceof SessionFailure && error.failure.retry === 'never') finalFailure.abort(error);
    },
  };
  return readySignal;
}

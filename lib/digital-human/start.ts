/** A start: up to three attempts, each with a new once code, with pauses between them, all within one time limit. */

import { type AttemptDeps, type AttemptOptions, createReadySignal, type ReadySignal, runAttempt } from './attempt';
import { linkedController, withTimeout } from './clock';
import { type Failure, ownFailure, SessionFailure, toFailure } from './failures';
import { isTokenFailure } from './live-trouble';
import { attemptsAllowed, decideRetry, MAX_ATTEMPTS } from './retry-policy';
import { vendorFailure } from './sdk/error-codes';
import { createListeners, type SdkEvent } from './sdk/events';
import type { SessionPhase } from './session-state';

/** A start is live or failed within 60 s plus three ready time-outs (see `start.test.ts`); 2 s of that are margin. */
const START_LIMIT_MS = 58_000;

export interface StartDeps extends AttemptDeps {
  random: () => number;
}

export interface StartOptions {
  signal: AbortSignal;
  robotId?: string | undefined;
  muted: boolean;
  onPhase: (phase: SessionPhase) => void;
  /** Events of the attempt that counts, and of no other. */
  onEvent: (event: SdkEvent) => void;
}

/**
 * @returns a controller for the session that is now live: once it is aborted, no event of that session counts
 * @throws SessionFailure with what ended the last attempt, or the signal's reason
 */
export async function startWithRetries(deps: StartDeps, options: StartOptions): Promise<AbortController> {
  let lastFailure: Failure | null = null;
  const onFailure = (failure: Failure) => {
    lastFailure = failure;
  };
  const attempts = linkedController(options.signal);
  const limitMs = START_LIMIT_MS + MAX_ATTEMPTS * deps.readyTimeoutMs;
  const onTimeout = () => new SessionFailure(lastFailure ?? ownFailure('start_timeout'));
  try {
    const live = tryRepeatedly(deps, { ...options, signal: attempts.signal }, onFailure);
    return await withTimeout(live, { clock: deps.clock, limitMs, signal: options.signal, onTimeout });
  } catch (error) {
    attempts.abort(error);
    throw error;
  }
}

async function tryRepeatedly(
  deps: StartDeps,
  options: StartOptions,
  onFailure: (failure: Failure) => void,
): Promise<AbortController> {
  const { signal, onPhase } = options;
  let silentRetry = false;
  let attempts: number | undefined;
  for (let attempt = 1; ; attempt++) {
    const attemptController = linkedController(signal); // aborted when the attempt fails or the session it began ends
    const readySignal = createReadySignal();
    const { robotId, muted } = options;
    const listeners = createListeners(
      (event) => receive(event, readySignal, attemptController.signal, options.onEvent),
      robotId,
    );
    if (!silentRetry) onPhase({ status: 'preparing', attempt, attempts });
    try {
      const onStep: AttemptOptions['onStep'] = (step) => onPhase({ ...step, attempt, attempts });
      await runAttempt(deps, { signal: attemptController.signal, readySignal, listeners, robotId, muted, onStep });
      return attemptController;
    } catch (error) {
      if (signal.aborted) throw error;
      attemptController.abort();
      const failure = toFailure(error);
      onFailure(failure);
      const decision = decideRetry(failure, attempt, deps.random);
      if (!decision.again) throw new SessionFailure(failure);
      void deps.sdkQueue.destroy(); // runs during the pause; the next attempt waits for it
      attempts = attemptsAllowed(failure);
      silentRetry = decision.delayMs === 0;
      if (silentRetry) continue;
      onPhase({ status: 'retrying', attempt: attempt + 1, attempts, reason: failure, delayMs: decision.delayMs });
      await waitBeforeRetry(deps, decision.delayMs, readySignal, signal);
    }
  }
}

/** Also waits until the SDK is free. @throws SessionFailure when the failed attempt turns out to forbid another one */
async function waitBeforeRetry(
  { clock, sdkQueue }: StartDeps,
  delayMs: number,
  readySignal: ReadySignal,
  signal: AbortSignal,
) {
  const wait = linkedController(signal, readySignal.finalFailure);
  await clock.sleep(delayMs, wait.signal);
  await sdkQueue.untilFree(wait.signal);
}

/** Before an attempt is ready, its ready event resolves the signal and a failure rejects it. All other events go to the session. */
function receive(
  event: SdkEvent,
  readySignal: ReadySignal,
  attemptSignal: AbortSignal,
  onEvent: StartOptions['onEvent'],
): void {
  if (!readySignal.isReady && event.type === 'trouble' && isTokenFailure(event.failure)) {
    readySignal.tokenFailure ??= new SessionFailure(event.failure);
    return;
  }
  if (attemptSignal.aborted) {
    const failure = startFailureOf(event);
    if (failure) readySignal.reject(new SessionFailure(failure));
    return;
  }
  if (!readySignal.isReady) {
    if (event.type === 'ready' && !event.isReady) return; // `create()` begins with a destroy, which reports this
    if (event.type === 'ready') readySignal.resolve();
    const failure = startFailureOf(event);
    if (failure) {
      readySignal.reject(new SessionFailure(failure));
      return;
    }
  }
  onEvent(event);
}

function startFailureOf(event: SdkEvent): Failure | null {
  if (event.type === 'silence') return vendorFailure('999400003');
  if (event.type !== 'trouble') return null;
  const { trouble, failure } = event;
  const isHarmless =
    trouble === 'playback' || trouble === 'none' || (trouble === 'notice' && failure.kind !== 'network');
  return isHarmless ? null : failure;
}

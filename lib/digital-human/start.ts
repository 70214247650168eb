/** A start: up to three attempts, each with a new once code, with pauses between them, all within one time limit. */

import { type AttemptDeps, type AttemptOptions, createReadySignal, type ReadySignal, runAttempt } from './attempt.ts';
import { elapsedMs, linkedController, sleep, withTimeout } from './clock.ts';
import { type Failure, ownFailure, SessionFailure, toFailure } from './failures.ts';
import { isTokenFailure, mayBeOfEarlierSession } from './live-trouble.ts';
import { attemptsAllowed, decideRetry, MAX_ATTEMPTS } from './retry-policy.ts';
import { vendorFailure } from './sdk/error-codes.ts';
import { createListeners, type SdkEvent } from './sdk/events.ts';
import type { SessionPhase } from './session-state.ts';

/**
 * Every start is live or has failed within 60 s plus three ready time-outs (see `start.test.ts`). 2 s of the 60 are
 * margin.
 */
const START_LIMIT_MS = 58_000;

export interface StartDeps extends AttemptDeps {
  random: () => number;
}

export interface StartOptions {
  signal: AbortSignal;
  /** When the user clicked, as a time of `elapsedMs()`. The time limit counts from it. Default: now. */
  since?: number | undefined;
  robotId?: string | undefined;
  muted: boolean;
  onPhase: (phase: SessionPhase) => void;
  /** Called with the events of the current attempt only. */
  onEvent: (event: SdkEvent) => void;
  /** See `AttemptOptions`. */
  otherDeviceChecked?: Promise<void> | undefined;
  /** Runs during each pause. It may abort the signal: a session that the server ended is not started again. */
  beforeRetry?: (() => Promise<void>) | undefined;
}

/**
 * Resolves when the session is live.
 * @returns the signal of the successful attempt, aborted when the session ends
 * @throws SessionFailure with what ended the last attempt, or the signal's reason
 */
export async function startWithRetries(deps: StartDeps, options: StartOptions): Promise<AbortSignal> {
  let lastFailure: SessionFailure | null = null;
  const onFailure = (failure: SessionFailure) => {
    lastFailure = failure;
  };
  const allAttempts = linkedController(options.signal);
  const usedMs = options.since === undefined ? 0 : elapsedMs() - options.since;
  const limitMs = START_LIMIT_MS + MAX_ATTEMPTS * deps.readyTimeoutMs - usedMs;
  const onTimeout = () => lastFailure ?? new SessionFailure(ownFailure('start_timeout'));
  try {
    const live = tryRepeatedly(deps, { ...options, signal: allAttempts.signal }, onFailure);
    return await withTimeout(live, { limitMs, signal: options.signal, onTimeout });
  } catch (error) {
    allAttempts.abort(error);
    throw error;
  }
}

async function tryRepeatedly(
  deps: StartDeps,
  options: StartOptions,
  onFailure: (failure: SessionFailure) => void,
): Promise<AbortSignal> {
  const { signal, onPhase } = options;
  let silentRetry = false;
  let attempts: number | undefined; // how many the last failure allows
  for (let attempt = 1; ; attempt++) {
    const attemptController = linkedController(signal); // aborted when the attempt fails or the session it began ends
    const readySignal = createReadySignal();
    const listeners = createListeners(
      (event) => receive(event, readySignal, attemptController.signal, options.onEvent),
      options.robotId,
    );
    if (!silentRetry) onPhase({ status: 'preparing', attempt, attempts });
    try {
      const onStep: AttemptOptions['onStep'] = (step) => onPhase({ ...step, attempt, attempts });
      await runAttempt(deps, { ...options, signal: attemptController.signal, readySignal, listeners, onStep });
      return attemptController.signal;
    } catch (error) {
      if (signal.aborted) throw error;
      attemptController.abort();
      const failure = toFailure(error);
      const thrown = error instanceof SessionFailure ? error : new SessionFailure(failure, { cause: error });
      onFailure(thrown);
      const decision = decideRetry(failure, attempt, deps.random);
      if (!decision.again) throw thrown;
      void deps.sdkQueue.destroy(); // runs during the pause; the next attempt waits for it
      attempts = attemptsAllowed(failure);
      silentRetry = decision.delayMs === 0;
      if (silentRetry) continue;
      onPhase({ status: 'retrying', attempt: attempt + 1, attempts, reason: failure, delayMs: decision.delayMs });
      await Promise.all([waitBeforeRetry(deps, decision.delayMs, readySignal, signal), options.beforeRetry?.()]);
    }
  }
}

/**
 * Waits for the pause, and until the SDK is free.
 * @throws SessionFailure when a later error of the failed attempt forbids another one
 */
async function waitBeforeRetry(
  { sdkQueue }: StartDeps,
  delayMs: number,
  readySignal: ReadySignal,
  signal: AbortSignal,
) {
  const wait = linkedController(signal, readySignal.finalFailure);
  await sleep(delayMs, wait.signal);
  await sdkQueue.untilFree(wait.signal);
}

/**
 * Until the attempt is ready, the ready event resolves `readySignal` and the first failure rejects it. All other events
 * go to the session. After the attempt is aborted, only its failures are read: one may forbid the next attempt.
 */
function receive(
  event: SdkEvent,
  readySignal: ReadySignal,
  attemptSignal: AbortSignal,
  onEvent: StartOptions['onEvent'],
): void {
  if (!readySignal.isReady && event.type === 'trouble' && mayBeOfEarlierSession(event.failure)) {
    if (isTokenFailure(event.failure)) readySignal.tokenFailure ??= new SessionFailure(event.failure);
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

/** The failure in an event that comes before the attempt is ready. */
function startFailureOf(event: SdkEvent): Failure | null {
  if (event.type === 'ended_for_silence') return vendorFailure('999400003'); // the job ended for silence
  if (event.type !== 'trouble') return null;
  const { trouble, failure } = event;
  const isHarmless =
    trouble === 'playback' ||
    trouble === 'none' ||
    (trouble === 'notice' && failure.kind !== 'network' && failure.kind !== 'configuration');
  return isHarmless ? null : failure;
}

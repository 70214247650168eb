/** A start: up to three attempts, each with a new once code, with pauses between them, all within one time limit. */

import { type ConnectDeps, type ConnectOptions, connect } from './attempt';
import { abortWith, waitAtMost } from './clock';
import { type Failure, ownFailure, SessionFailure, toFailure } from './failures';
import { isTokenFailure } from './live-trouble';
import { createReadyGate, type ReadyGate } from './ready-gate';
import { decideRetry, MAX_ATTEMPTS } from './retry-policy';
import { vendorFailure } from './sdk/error-codes';
import { createListeners, type SdkEvent } from './sdk/events';
import type { SessionPhase } from './session-snapshot';

/** A start is live or failed within 60 s plus three ready time-outs (see `start.test.ts`); 2 s of that are margin. */
const START_LIMIT_MS = 58_000;

export interface StartDeps extends ConnectDeps {
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
export async function start(deps: StartDeps, options: StartOptions): Promise<AbortController> {
  let lastFailure: Failure | null = null;
  const onFailure = (failure: Failure) => {
    lastFailure = failure;
  };
  const attempts = abortWith(options.signal);
  const limitMs = START_LIMIT_MS + MAX_ATTEMPTS * deps.readyTimeoutMs;
  const onLimit = () => new SessionFailure(lastFailure ?? ownFailure('start_timeout'));
  try {
    const live = tryRepeatedly(deps, { ...options, signal: attempts.signal }, onFailure);
    return await waitAtMost(live, { clock: deps.clock, limitMs, signal: options.signal, onLimit });
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
  let replacedUnseen = false;
  for (let attempt = 1; ; attempt++) {
    const life = abortWith(signal); // of this attempt, and of the session that comes of it
    const gate = createReadyGate();
    const { robotId, muted } = options;
    const listeners = createListeners((event) => receive(event, gate, life.signal, options.onEvent), robotId);
    if (!replacedUnseen) onPhase({ status: 'preparing', attempt });
    try {
      const onStep: ConnectOptions['onStep'] = (step) => onPhase({ ...step, attempt });
      await connect(deps, { signal: life.signal, gate, listeners, robotId, muted, onStep });
      return life;
    } catch (error) {
      if (signal.aborted) throw error;
      life.abort();
      const failure = toFailure(error);
      onFailure(failure);
      const decision = decideRetry(failure, attempt, deps.random);
      if (!decision.again) throw new SessionFailure(failure);
      void deps.door.destroy(); // runs during the pause; the next attempt waits for it
      replacedUnseen = decision.delayMs === 0;
      if (replacedUnseen) continue;
      onPhase({ status: 'retrying', attempt: attempt + 1, reason: failure, delayMs: decision.delayMs });
      await pauseUnlessForbidden(deps, decision.delayMs, gate, signal);
    }
  }
}

/** Also waits until the SDK is free. @throws SessionFailure when the failed attempt turns out to forbid another one */
async function pauseUnlessForbidden({ clock, door }: StartDeps, delayMs: number, gate: ReadyGate, signal: AbortSignal) {
  const pause = abortWith(signal, gate.lastWord);
  await clock.pause(delayMs, pause.signal);
  await door.untilFree(pause.signal);
}

/** Before an attempt is ready, its ready event opens the gate and a failure closes it. All else is for the session. */
function receive(event: SdkEvent, gate: ReadyGate, life: AbortSignal, onEvent: StartOptions['onEvent']): void {
  if (!gate.isOpen && event.type === 'trouble' && isTokenFailure(event.failure)) {
    gate.doubt ??= new SessionFailure(event.failure);
    return;
  }
  if (life.aborted) {
    const failure = whatPreventsStart(event);
    if (failure) gate.close(new SessionFailure(failure));
    return;
  }
  if (!gate.isOpen) {
    if (event.type === 'ready' && !event.isReady) return; // `create()` begins with a destroy, which reports this
    if (event.type === 'ready') gate.open();
    const failure = whatPreventsStart(event);
    if (failure) {
      gate.close(new SessionFailure(failure));
      return;
    }
  }
  onEvent(event);
}

function whatPreventsStart(event: SdkEvent): Failure | null {
  if (event.type === 'silence') return vendorFailure('999400003');
  if (event.type !== 'trouble') return null;
  const { trouble, failure } = event;
  const isHarmless =
    trouble === 'playback' || trouble === 'none' || (trouble === 'notice' && failure.kind !== 'network');
  return isHarmless ? null : failure;
}

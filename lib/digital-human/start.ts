/**
 * A start: up to three attempts, each with a new once code, with pauses between them, all within one limit.
 * It must not know what becomes of the line once it is up.
 */
import { abortWith, waitAtMost } from './awake-clock';
import { type ConnectDeps, type ConnectOptions, connect, createReadyGate, type ReadyGate } from './connect';
import { type Failure, ownFailure, SessionFailure, toFailure } from './failure';
import { decideRetry, MAX_ATTEMPTS } from './retry-policy';
import { createListeners, type SdkEvent } from './sdk-events';
import type { SessionPhase } from './session-snapshot';
import { vendorFailure } from './vendor-codes';

/** A start is live or failed within 60 s plus three ready time-outs, however its waits add up; the rest is margin. */
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
 * @returns what ends the line that came up: once aborted, none of its events count
 * @throws SessionFailure with what ended the last attempt, or the signal's reason
 */
export async function start(deps: StartDeps, options: StartOptions): Promise<AbortController> {
  const last: { failure: Failure | null } = { failure: null };
  const attempts = abortWith(options.signal);
  const limitMs = START_LIMIT_MS + MAX_ATTEMPTS * deps.readyTimeoutMs;
  const onLimit = () => new SessionFailure(last.failure ?? ownFailure('start_timeout'));
  try {
    const line = tryRepeatedly(deps, { ...options, signal: attempts.signal }, last);
    return await waitAtMost(line, { clock: deps.clock, limitMs, signal: options.signal, onLimit });
  } catch (error) {
    attempts.abort(error);
    throw error;
  }
}

async function tryRepeatedly(
  deps: StartDeps,
  options: StartOptions,
  last: { failure: Failure | null },
): Promise<AbortController> {
  const { signal, onPhase } = options;
  let replacedUnseen = false;
  for (let attempt = 1; ; attempt++) {
    const life = abortWith(signal);
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
      last.failure = failure;
      const decision = decideRetry(failure, attempt, deps.random);
      if (!decision.again) throw new SessionFailure(failure);
      void deps.door.destroy(); // the next attempt waits for it, beside the pause
      replacedUnseen = decision.delayMs === 0;
      if (replacedUnseen) continue;
      onPhase({ status: 'retrying', attempt: attempt + 1, reason: failure, delayMs: decision.delayMs });
      await pauseUnlessForbidden(deps, decision.delayMs, gate, signal);
    }
  }
}

/** Until the SDK is free. @throws SessionFailure when the failed attempt says meanwhile that there must be no other */
async function pauseUnlessForbidden({ clock, door }: StartDeps, delayMs: number, gate: ReadyGate, signal: AbortSignal) {
  const pause = abortWith(signal, gate.lastWord);
  await clock.pause(delayMs, pause.signal);
  await door.untilFree(pause.signal);
}

/** Until the line is up, the ready event opens the gate and a failure closes it; the rest is for the session. */
function receive(event: SdkEvent, gate: ReadyGate, life: AbortSignal, onEvent: StartOptions['onEvent']): void {
  if (life.aborted) {
    const failure = whatPreventsStart(event);
    if (failure) gate.close(new SessionFailure(failure));
    return;
  }
  if (!gate.isOpen) {
    if (event.type === 'ready' && !event.isReady) return; // `create()` begins with a destroy
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
  return trouble === 'ending' || trouble === 'rejoining' || failure.kind === 'network' ? failure : null;
}

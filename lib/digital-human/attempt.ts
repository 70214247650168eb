/**
 * One attempt of a start: SDK → browser → once code → `create()` → ready. Every step has its own time limit.
 * The caller destroys what a failed attempt began.
 */
import { type Clock, linkedController, withTimeout } from './clock';
import { type OwnFailureCode, ownFailure, SessionFailure } from './failures';
import type { GetCode, OnceCode } from './fetch-once-code';
import { keepTracesApart } from './sdk/device-traces';
import { vendorFailure } from './sdk/error-codes';
import type { SdkQueue } from './sdk/sdk-queue';
import type { IcsListeners, IcsResult } from './sdk/types';

/** Above the loader's own limit (15 s), in case that one fails. */
const LOAD_LIMIT_MS = 20_000;
/** Above the route's own limit (`METASTUDIO_TIMEOUT_MS`: 8 s, 14 s at most), in case that one fails. */
const CODE_LIMIT_MS = 15_000;
/** After the ready time-out `create()` gets this long to settle before the SDK counts as stuck. */
const CREATE_GRACE_MS = 5_000;
/** A start that has neither a job nor an error this long after `create()` resolved has no answer. */
const ANSWER_LIMIT_MS = 10_000;

export interface AttemptDeps {
  sdkQueue: SdkQueue;
  clock: Clock;
  getCode: GetCode;
  sdkUrl: string;
  /** ID of an element with a size of its own and no other content. The SDK draws in a child of it. */
  containerId: string;
  /** Asked before anything is loaded: what makes a conversation impossible here, as `browser-support.ts` finds it. */
  findBrowserProblem?: (() => OwnFailureCode | null) | undefined;
  /** From the `create()` call to the ready event. */
  readyTimeoutMs: number;
  /** Whose session it is. Without it, nothing that the SDK left on the device is used again. */
  userId?: string | undefined;
}

export type AttemptStep =
  | { status: 'authorizing' }
  | { status: 'connecting'; requestId?: string | undefined; awaitingVideo?: boolean };

/** What an attempt waits for: the SDK's ready event, or the first failure that prevents it. */
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

export interface AttemptOptions {
  signal: AbortSignal;
  readySignal: ReadySignal;
  listeners: IcsListeners;
  muted: boolean;
  /** The person's choice; without it the one that came with the code. */
  robotId?: string | undefined;
  onStep: (step: AttemptStep) => void;
}

/** Resolves once the digital human is ready. @throws SessionFailure, or the signal's reason */
export async function runAttempt(deps: AttemptDeps, options: AttemptOptions): Promise<void> {
  const { sdkQueue, clock } = deps;
  const { signal, readySignal, onStep } = options;

  if (globalThis.isSecureContext === false) throw failed('insecure_context');
  const problem = deps.findBrowserProblem?.();
  if (problem) throw failed(problem);
  await sdkQueue.untilFree(signal);
  const onTimeout = () => failed('sdk_load_failed');
  await withTimeout(sdkQueue.load(deps.sdkUrl), { clock, limitMs: LOAD_LIMIT_MS, signal, onTimeout });
  if (!(await sdkQueue.isBrowserSupported(signal))) throw failed('browser_unsupported');
  const containerId = sdkElementId(deps.containerId);
  await keepTracesApart(deps.userId);
  if (signal.aborted) throw signal.reason;

  onStep({ status: 'authorizing' });
  const code = await getCodeInTime(deps, signal);
  const receivedAt = clock.now();
  if (!isServerAddress(code.serverAddress)) throw failed('server_address_invalid');

  onStep({ status: 'connecting', requestId: code.requestId });
  const created = sdkQueue.create(
    {
      serverAddress: code.serverAddress,
      onceCode: code.onceCode,
      robotId: options.robotId ?? code.robotId,
      containerId,
      ...(code.clientId !== undefined && { extendParamStr: JSON.stringify({ client_id: code.clientId }) }),
      logLevel: 'error',
      // Without the vendor's statistics, which a conversation does not need.
      config: { enableBusinessTrack: false, defaultMuteRemoteAudio: options.muted, enableCollectAudioDemand: true },
      eventListeners: options.listeners,
    },
    {
      ready: readySignal.promise,
      limitMs: deps.readyTimeoutMs + CREATE_GRACE_MS,
      signal,
      isExpired: () => clock.now() - receivedAt >= code.lifeMs,
    },
  );
  created.then(async (result) => {
    rejectIfRefused(readySignal, result);
    if (sdkQueue.unansweredForMs > 0) return failWithoutAnswer(deps, options);
    // `create()` resolves once the job runs; picture and sound come after it (5.0.6), unless they are there already.
    if (!readySignal.isReady && !signal.aborted)
      onStep({ status: 'connecting', requestId: code.requestId, awaitingVideo: true });
  }, readySignal.reject);
  await untilReady(deps, options, created);
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

async function failWithoutAnswer(
  { sdkQueue, clock }: AttemptDeps,
  { readySignal, signal }: AttemptOptions,
): Promise<void> {
  if (readySignal.tokenFailure) return readySignal.reject(readySignal.tokenFailure);
  try {
    await clock.sleep(ANSWER_LIMIT_MS, signal);
  } catch {
    return; // the attempt is over
  }
  if (signal.aborted || readySignal.isReady || !(await sdkQueue.isStartUnanswered())) return;
  const retryAfterSeconds = Math.ceil(sdkQueue.unansweredForMs / 1000);
  readySignal.reject(new SessionFailure({ ...ownFailure('start_unanswered'), retryAfterSeconds }));
}

async function getCodeInTime({ getCode, clock }: AttemptDeps, signal: AbortSignal): Promise<OnceCode> {
  const request = linkedController(signal);
  const onTimeout = () => failed('once_code_timeout');
  try {
    return await withTimeout(getCode(request.signal), { clock, limitMs: CODE_LIMIT_MS, signal, onTimeout });
  } finally {
    request.abort();
  }
}

async function untilReady(deps: AttemptDeps, { readySignal, signal }: AttemptOptions, created: Promise<unknown>) {
  const onTimeout = () => failed('ready_timeout');
  try {
    await withTimeout(readySignal.promise, { clock: deps.clock, limitMs: deps.readyTimeoutMs, signal, onTimeout });
  } catch (error) {
    const timedOut = error instanceof SessionFailure && error.failure.code === 'ready_timeout';
    if (timedOut) await created; // a `create()` that does not settle either throws `sdk_stuck`, which matters more
    throw error;
  }
}

function rejectIfRefused(readySignal: ReadySignal, result: IcsResult | undefined): void {
  if (result?.result !== false) return;
  // "Repeated call". Ours never overlap: an earlier `create()` rejected inside and left the SDK locked (5.0.6).
  const locked = result.errorCode === '999400004';
  readySignal.reject(locked ? failed('sdk_stuck') : new SessionFailure(vendorFailure(result.errorCode)));
}

/** The SDK mounts a React root of its own: it needs an element nobody else writes to, with a size before `create()`. */
function sdkElementId(containerId: string): string {
  const id = `${containerId}-sdk`;
  if (document.getElementById(id)) return id;
  const container = document.getElementById(containerId);
  if (!container) throw new SessionFailure(vendorFailure('999300001'));
  const element = document.createElement('div');
  element.id = id;
  Object.assign(element.style, { position: 'relative', width: '100%', height: '100%' });
  container.append(element);
  return id;
}

/** On anything else `new URL` throws inside the SDK, which then stays locked until the page is loaded anew (5.0.6). */
function isServerAddress(address: string): boolean {
  try {
    const url = new URL(address.startsWith('https://') ? address : `https://${address}`);
    return url.hostname !== '' && url.pathname === '/' && !url.search && !url.hash && !url.username;
  } catch {
    return false;
  }
}

const failed = (code: OwnFailureCode) => new SessionFailure(ownFailure(code));

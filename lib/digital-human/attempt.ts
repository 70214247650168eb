/**
 * One attempt of a start: SDK → browser → once code → `create()` → ready. Every step has its own time limit.
 * The caller destroys what a failed attempt began.
 */
import { elapsedMs, linkedController, sleep, withTimeout } from './clock.ts';
import { type OwnFailureCode, ownFailure, SessionFailure } from './failures.ts';
import type { GetCode, OnceCode } from './fetch-once-code.ts';
import { keepTracesApart } from './sdk/device-traces.ts';
import { vendorFailure } from './sdk/error-codes.ts';
import type { SdkQueue } from './sdk/sdk-queue.ts';
import type { IcsListeners, IcsResult } from './sdk/types.ts';

/** Longer than the loader's own limit (15 s), in case that one fails. */
const LOAD_LIMIT_MS = 20_000;
/** Longer than the route's own limit (`METASTUDIO_TIMEOUT_MS`: 8 s, 14 s at most), in case that one fails. */
const CODE_LIMIT_MS = 15_000;
/** How long an attempt waits for `otherDeviceChecked`, from its first step on, before it requests a code. */
const CHECK_WAIT_MS = 20;
/** If there is neither a job nor an error this long after `create()` resolved, the cloud did not answer. */
const START_ANSWER_LIMIT_MS = 10_000;

export interface AttemptDeps {
  sdkQueue: SdkQueue;
  /** Requests a new once code. Called once for every attempt of a start. */
  getCode: GetCode;
  /** The URL of `HwICSUiSdk.js`. Its style sheet must be at the same URL with `.css`. */
  sdkUrl: string;
  /**
   * The ID of an element with a size of its own and without other content, React children included. The SDK draws in a
   * child of it.
   */
  containerId: string;
  /**
   * Called before anything is loaded. Returns why this browser cannot hold a conversation, as `browser-support.ts`
   * does, or null.
   */
  findBrowserProblem?: (() => OwnFailureCode | null) | undefined;
  /** The longest time from the `create()` call to the ready event, in milliseconds. */
  readyTimeoutMs: number;
  /**
   * The ID of the signed-in user. Only the same user's data that the SDK left on the device is used again; without an
   * ID, none is.
   */
  userId?: string | undefined;
  /** Asks our server to stop the job of a session, for when the SDK may not have done so. */
  stopOnServer?: ((clientId: string) => void) | undefined;
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
  /** The digital human that the user chose. Default: the one that comes with the once code. */
  robotId?: string | undefined;
  /**
   * Resolves when it is known whether the user has a conversation elsewhere; if so, `signal` is aborted by then. The
   * attempt waits for it 20 ms before it requests a code, and until it resolves before it calls `create()`.
   */
  otherDeviceChecked?: Promise<void> | undefined;
  onStep: (step: AttemptStep) => void;
}

/** Resolves when the digital human is ready. @throws SessionFailure, or the signal's reason */
export async function runAttempt(deps: AttemptDeps, options: AttemptOptions): Promise<void> {
  const { sdkQueue } = deps;
  const { signal, readySignal, onStep } = options;

  const checkedSoon = options.otherDeviceChecked && Promise.race([options.otherDeviceChecked, sleep(CHECK_WAIT_MS)]);
  if (globalThis.isSecureContext === false) throw failed('insecure_context');
  const problem = deps.findBrowserProblem?.();
  if (problem) throw failed(problem);
  await sdkQueue.untilFree(signal);
  const onTimeout = () => failed('sdk_load_failed');
  await withTimeout(sdkQueue.load(deps.sdkUrl), { limitMs: LOAD_LIMIT_MS, signal, onTimeout });
  if (!(await sdkQueue.isBrowserSupported(signal))) throw failed('browser_unsupported');
  const containerId = sdkElementId(deps.containerId);
  await keepTracesApart(deps.userId);
  await checkedSoon;
  if (signal.aborted) throw signal.reason;

  onStep({ status: 'authorizing' });
  const code = await getCodeInTime(deps, signal);
  const receivedAt = elapsedMs();
  if (!isServerAddress(code.serverAddress)) throw failed('server_address_invalid');
  await options.otherDeviceChecked;
  if (signal.aborted) throw signal.reason;

  const { clientId } = code;
  const created = sdkQueue.create(
    {
      serverAddress: code.serverAddress,
      onceCode: code.onceCode,
      robotId: options.robotId ?? code.robotId,
      containerId,
      ...(clientId !== undefined && { extendParamStr: JSON.stringify({ client_id: clientId }) }),
      logLevel: 'error',
      // The vendor's statistics stay off: a conversation does not need them.
      config: { enableBusinessTrack: false, defaultMuteRemoteAudio: options.muted, enableCollectAudioDemand: true },
      eventListeners: options.listeners,
    },
    {
      ready: readySignal.promise,
      signal,
      isExpired: () => elapsedMs() - receivedAt >= code.lifeMs,
      stopOnServer: clientId === undefined ? undefined : () => deps.stopOnServer?.(clientId),
    },
  );
  // After the call, because rendering this step would delay it.
  onStep({ status: 'connecting', requestId: code.requestId });
  created.then(async (result) => {
    rejectIfRefused(readySignal, result);
    if (sdkQueue.unansweredForMs > 0) return failWithoutAnswer(deps, options);
    // `create()` resolves when the SDK has joined the room. Picture and sound usually come later (5.0.6).
    if (!readySignal.isReady && !signal.aborted)
      onStep({ status: 'connecting', requestId: code.requestId, awaitingVideo: true });
  }, readySignal.reject);
  const onLate = () => failed('ready_timeout');
  await withTimeout(readySignal.promise, { limitMs: deps.readyTimeoutMs, signal, onTimeout: onLate });
}

/** The SDK mounts its own React root. It needs an element without other content, which has a size before `create()`. */
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

async function getCodeInTime({ getCode }: AttemptDeps, signal: AbortSignal): Promise<OnceCode> {
  const request = linkedController(signal);
  const onTimeout = () => failed('once_code_timeout');
  try {
    return await withTimeout(getCode(request.signal), { limitMs: CODE_LIMIT_MS, signal, onTimeout });
  } finally {
    request.abort();
  }
}

/** On any other value `new URL` throws inside the SDK, which then stays locked until the page is reloaded (5.0.6). */
function isServerAddress(address: string): boolean {
  try {
    const url = new URL(address.startsWith('https://') ? address : `https://${address}`);
    return url.hostname !== '' && url.pathname === '/' && !url.search && !url.hash && !url.username;
  } catch {
    return false;
  }
}

/** `create()` reports most failures by an event, and some only by what it resolves with. */
function rejectIfRefused(readySignal: ReadySignal, result: IcsResult | undefined): void {
  if (result?.result !== false) return;
  // "Repeated call". Our calls never overlap, so an earlier `create()` failed inside the SDK and left it locked
  // (5.0.6).
  const failure = vendorFailure(result.errorCode);
  readySignal.reject(failure.code === '999400004' ? failed('sdk_stuck') : new SessionFailure(failure));
}

/** Rejects the attempt when the cloud has not answered the SDK's request for a job. */
async function failWithoutAnswer({ sdkQueue }: AttemptDeps, { readySignal, signal }: AttemptOptions): Promise<void> {
  if (readySignal.tokenFailure) return readySignal.reject(readySignal.tokenFailure);
  try {
    await sleep(START_ANSWER_LIMIT_MS, signal);
  } catch {
    return; // the attempt is over
  }
  if (signal.aborted || readySignal.isReady || !(await sdkQueue.isStartUnanswered())) return;
  const retryAfterSeconds = Math.ceil(sdkQueue.unansweredForMs / 1000);
  readySignal.reject(new SessionFailure({ ...ownFailure('start_unanswered'), retryAfterSeconds }));
}

const failed = (code: OwnFailureCode) => new SessionFailure(ownFailure(code));

export function createReadySignal(): ReadySignal {
  let resolve!: () => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  promise.catch(() => {}); // it may reject before any code awaits it
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

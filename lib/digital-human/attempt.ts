/**
 * One attempt of a start: SDK → browser → once code → `create()` → ready. Every step has its own time limit.
 * The caller destroys what a failed attempt began.
 */
import { abortWith, type Clock, waitAtMost } from './clock';
import { type OwnFailureCode, ownFailure, SessionFailure } from './failures';
import type { GetCode, OnceCode } from './fetch-once-code';
import type { ReadyGate } from './ready-gate';
import { keepTracesApart } from './sdk/device-traces';
import { vendorFailure } from './sdk/error-codes';
import type { IcsSdkDoor } from './sdk/sdk-queue';
import type { IcsListeners, IcsResult } from './sdk/types';

/** Above the loader's own limit (15 s), in case that one fails. */
const LOAD_LIMIT_MS = 20_000;
/** The check connects two peers within the page to learn which codecs the browser has. */
const BROWSER_CHECK_LIMIT_MS = 8_000;
/** Above the route's own limit (`METASTUDIO_TIMEOUT_MS`: 8 s, 14 s at most), in case that one fails. */
const CODE_LIMIT_MS = 15_000;
/** After the ready time-out `create()` gets this long to settle before the SDK counts as stuck. */
const CREATE_GRACE_MS = 5_000;
/** A start that has neither a job nor an error this long after `create()` resolved has no answer. */
const ANSWER_LIMIT_MS = 10_000;

export interface ConnectDeps {
  door: IcsSdkDoor;
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

export type ConnectStep =
  | { status: 'authorizing' }
  | { status: 'connecting'; requestId?: string | undefined; awaitingVideo?: boolean };

export interface ConnectOptions {
  signal: AbortSignal;
  gate: ReadyGate;
  listeners: IcsListeners;
  muted: boolean;
  /** The person's choice; without it the one that came with the code. */
  robotId?: string | undefined;
  onStep: (step: ConnectStep) => void;
}

/** Resolves once the digital human is ready. @throws SessionFailure, or the signal's reason */
export async function connect(deps: ConnectDeps, options: ConnectOptions): Promise<void> {
  const { door, clock } = deps;
  const { signal, gate, onStep } = options;

  if (globalThis.isSecureContext === false) throw failed('insecure_context');
  const problem = deps.findBrowserProblem?.();
  if (problem) throw failed(problem);
  await door.untilFree(signal);
  const onLimit = () => failed('sdk_load_failed');
  await waitAtMost(door.load(deps.sdkUrl), { clock, limitMs: LOAD_LIMIT_MS, signal, onLimit });
  if (!(await isBrowserSupported(deps, signal))) throw failed('browser_unsupported');
  const containerId = sdkElementId(deps.containerId);
  await keepTracesApart(deps.userId);
  if (signal.aborted) throw signal.reason;

  onStep({ status: 'authorizing' });
  const code = await getCodeInTime(deps, signal);
  const receivedAt = clock.now();
  if (!isServerAddress(code.serverAddress)) throw failed('server_address_invalid');

  onStep({ status: 'connecting', requestId: code.requestId });
  const created = door.create(
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
      ready: gate.opened,
      limitMs: deps.readyTimeoutMs + CREATE_GRACE_MS,
      signal,
      isExpired: () => clock.now() - receivedAt >= code.lifeMs,
    },
  );
  created.then(async (result) => {
    closeIfRefused(gate, result);
    if (door.unansweredForMs > 0) return failWithoutAnswer(deps, options);
    // `create()` resolves once the job runs; picture and sound come after it (5.0.6), unless they are there already.
    if (!gate.isOpen && !signal.aborted)
      onStep({ status: 'connecting', requestId: code.requestId, awaitingVideo: true });
  }, gate.close);
  await untilReady(deps, options, created);
}

/** The check may be asynchronous and may fail; only a clear yes is worth a once code. */
async function isBrowserSupported({ door, clock }: ConnectDeps, signal: AbortSignal): Promise<boolean> {
  const { sdk } = door;
  if (!sdk.checkBrowserSupport) return true;
  const onLimit = () => failed('browser_unsupported');
  try {
    const check = Promise.resolve(sdk.checkBrowserSupport());
    return (await waitAtMost(check, { clock, limitMs: BROWSER_CHECK_LIMIT_MS, signal, onLimit })) === true;
  } catch {
    if (signal.aborted) throw signal.reason;
    return false;
  }
}

async function failWithoutAnswer({ door, clock }: ConnectDeps, { gate, signal }: ConnectOptions): Promise<void> {
  if (gate.doubt) return gate.close(gate.doubt);
  try {
    await clock.pause(ANSWER_LIMIT_MS, signal);
  } catch {
    return; // the attempt is over
  }
  if (signal.aborted || gate.isOpen || !(await door.isStartUnanswered())) return;
  const retryAfterSeconds = Math.ceil(door.unansweredForMs / 1000);
  gate.close(new SessionFailure({ ...ownFailure('start_unanswered'), retryAfterSeconds }));
}

async function getCodeInTime({ getCode, clock }: ConnectDeps, signal: AbortSignal): Promise<OnceCode> {
  const request = abortWith(signal);
  const onLimit = () => failed('once_code_timeout');
  try {
    return await waitAtMost(getCode(request.signal), { clock, limitMs: CODE_LIMIT_MS, signal, onLimit });
  } finally {
    request.abort();
  }
}

async function untilReady(deps: ConnectDeps, { gate, signal }: ConnectOptions, created: Promise<unknown>) {
  const onLimit = () => failed('ready_timeout');
  try {
    await waitAtMost(gate.opened, { clock: deps.clock, limitMs: deps.readyTimeoutMs, signal, onLimit });
  } catch (error) {
    const timedOut = error instanceof SessionFailure && error.failure.code === 'ready_timeout';
    if (timedOut) await created; // a `create()` that does not settle either throws `sdk_stuck`, which matters more
    throw error;
  }
}

function closeIfRefused(gate: ReadyGate, result: IcsResult | undefined): void {
  if (result?.result !== false) return;
  // "Repeated call". Ours never overlap: an earlier `create()` rejected inside and left the SDK locked (5.0.6).
  const locked = result.errorCode === '999400004';
  gate.close(locked ? failed('sdk_stuck') : new SessionFailure(vendorFailure(result.errorCode)));
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

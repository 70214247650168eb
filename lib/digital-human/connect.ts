/**
 * One attempt of a start: browser → SDK → once code → `create()` → ready. Every step has its own time limit.
 * It must not know other attempts, and leaves it to its caller to destroy what a failed attempt began.
 */
import { abortWith, type Clock, waitAtMost } from './awake-clock';
import { type OwnFailureCode, ownFailure, SessionFailure } from './failure';
import type { GetCode, OnceCode } from './fetch-once-code';
import type { IcsSdkDoor } from './ics-sdk';
import type { IcsListeners, IcsResult } from './ics-sdk-surface';
import type { ReadyGate } from './ready-gate';
import { vendorFailure } from './vendor-codes';

/** Above the loader's own limit (15 s), in case that one fails. */
const LOAD_LIMIT_MS = 20_000;
/** Above the route's own limit (`METASTUDIO_TIMEOUT_MS`: 8 s, 14 s at most), in case that one fails. */
const CODE_LIMIT_MS = 15_000;
/** After the ready time-out `create()` gets this long to settle before the SDK counts as stuck. */
const CREATE_GRACE_MS = 5_000;

export interface ConnectDeps {
  door: IcsSdkDoor;
  clock: Clock;
  getCode: GetCode;
  sdkUrl: string;
  /** ID of an element with a size of its own and no other content. The SDK draws in a child of it. */
  containerId: string;
  /** From the `create()` call to the ready event. */
  readyTimeoutMs: number;
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
  await door.untilFree(signal);
  const onLimit = () => failed('sdk_load_failed');
  await waitAtMost(door.load(deps.sdkUrl), { clock, limitMs: LOAD_LIMIT_MS, signal, onLimit });
  if (door.sdk.checkBrowserSupport?.() === false) throw failed('browser_unsupported');
  const containerId = sdkElementId(deps.containerId);

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
      // At its default, `info`, the SDK fills the console of everybody who talks to it.
      logLevel: 'error',
      // The vendor's statistics. A conversation works without them, so people need not consent to them.
      config: { enableBusinessTrack: false, defaultMuteRemoteAudio: options.muted },
      eventListeners: options.listeners,
    },
    {
      ready: gate.opened,
      limitMs: deps.readyTimeoutMs + CREATE_GRACE_MS,
      signal,
      isExpired: () => clock.now() - receivedAt >= code.lifeMs,
    },
  );
  created.then((result) => {
    closeIfRefused(gate, result);
    // `create()` resolves once the job runs; picture and sound come after it (5.0.6), unless they are there already.
    if (!gate.isOpen && !signal.aborted)
      onStep({ status: 'connecting', requestId: code.requestId, awaitingVideo: true });
  }, gate.close);
  await untilReady(deps, options, created);
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

/**
 * One attempt of a start: browser → SDK → once code → `create()` → ready. Every step has its own limit.
 * It must not know other attempts, and it leaves cleaning up to the session.
 */
import { abortWith, type Clock, waitAtMost } from './awake-clock';
import { type OwnFailureCode, ownFailure, SessionFailure } from './failure';
import type { GetCode, OnceCode } from './fetch-once-code';
import type { IcsSdkDoor } from './ics-sdk';
import type { IcsListeners, IcsResult } from './ics-sdk-surface';
import { vendorFailure } from './vendor-codes';

/** The loader has its own limit (15 s); this one is the net below it. */
const LOAD_LIMIT_MS = 20_000;
/** Our route answers within its limit for the cloud (`METASTUDIO_TIMEOUT_MS`, 8 s); this is the net below it. */
const CODE_LIMIT_MS = 15_000;
/** After the ready time-out `create()` gets this long to settle, before the SDK counts as stuck. */
const CREATE_GRACE_MS = 5_000;

export interface ConnectDeps {
  door: IcsSdkDoor;
  clock: Clock;
  getCode: GetCode;
  sdkUrl: string;
  /** Of an element with a size of its own and no other content; the SDK gets a child of it. */
  containerId: string;
  /** From the `create()` call to the ready event. */
  readyTimeoutMs: number;
}

/**
 * Opened by the ready event, or closed for good by what came before it. One `create()` may report several errors
 * (HwICSUiSdk 5.0.6): the first decides, unless a later one says that another attempt is not to be made.
 */
export interface ReadyGate {
  opened: Promise<void>;
  isOpen: boolean;
  /** Aborted with the failure that forbids another attempt. */
  lastWord: AbortSignal;
  open(): void;
  close(error: unknown): void;
}

export function createReadyGate(): ReadyGate {
  let resolve!: () => void;
  let reject!: (error: unknown) => void;
  const opened = new Promise<void>((onOpen, onClose) => {
    resolve = onOpen;
    reject = onClose;
  });
  const lastWord = new AbortController();
  opened.catch(() => {}); // it may close before anybody waits
  const gate: ReadyGate = {
    opened,
    isOpen: false,
    lastWord: lastWord.signal,
    open() {
      gate.isOpen = true;
      resolve();
    },
    close(error) {
      reject(error);
      if (error instanceof SessionFailure && error.failure.retry === 'never') lastWord.abort(error);
    },
  };
  return gate;
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
      // At its default, `info`, the SDK fills the console of everybody who talks to it.
      logLevel: 'error',
      // The vendor's telemetry is not needed for a conversation, so nobody is asked to consent to it.
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
    // `create()` resolves once the job runs, and the media join after it (5.0.6); after the ready event it is no news.
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
    if (timedOut) await created; // a `create()` that never settles is the graver failure
    throw error;
  }
}

function closeIfRefused(gate: ReadyGate, result: IcsResult | undefined): void {
  if (result?.result !== false) return;
  // Our queue never lets two calls overlap, so a "repeated call" is the lock that an inner rejection left closed.
  const locked = result.errorCode === '999400004';
  gate.close(locked ? failed('sdk_stuck') : new SessionFailure(vendorFailure(result.errorCode)));
}

/** The SDK mounts a React root of its own and wants an element nobody else writes to, sized before `create`. */
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

/** `new URL` throws inside the SDK on anything else, which blocks it until the page is reloaded (5.0.6). */
function isServerAddress(address: string): boolean {
  try {
    const url = new URL(address.startsWith('https://') ? address : `https://${address}`);
    return url.hostname !== '' && url.pathname === '/' && !url.search && !url.hash && !url.username;
  } catch {
    return false;
  }
}

const failed = (code: OwnFailureCode) => new SessionFailure(ownFailure(code));

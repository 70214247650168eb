/** For tests: a session on a scripted SDK, with fake timers. */
import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { OwnFailureCode } from '../failures.ts';
import type { OnceCode } from '../fetch-once-code.ts';
import type { LoadSdk } from '../sdk/load-sdk.ts';
import { SdkQueue } from '../sdk/sdk-queue.ts';
import { type ConfirmMove, DigitalHumanSession, type SessionServer } from '../session.ts';
import type { TranscriptEntry } from '../transcript.ts';
import type { ConfirmMicrophone } from '../waking-microphone.ts';
import { type CreateStep, FakeSdk } from './fake-sdk.ts';

/** The default of `readyTimeoutMs`. */
export const READY_TIMEOUT_MS = 30_000;

/**
 * Call it once in each test file. It gives each test a page with an empty container and fake timers.
 * @returns the bugs that sessions reported; a test that expects one removes it
 */
export function fakePage(): unknown[] {
  const bugs: unknown[] = [];
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('reportError', (error: unknown) => bugs.push(error));
    document.body.innerHTML = '<div id="digital-human"></div>';
  });
  afterEach(() => {
    vi.useRealTimers();
    expect(bugs).toEqual([]);
  });
  return bugs;
}

export const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

interface Setting {
  code?: Partial<OnceCode>;
  /** How long our route takes for a code. */
  codeTakesMs?: number;
  load?: LoadSdk;
  transcript?: TranscriptEntry[];
  longestSessionMs?: number;
  silentTrack?: boolean;
  confirmMicrophone?: ConfirmMicrophone;
  findBrowserProblem?: () => OwnFailureCode | null;
  server?: SessionServer;
  confirmMove?: ConfirmMove;
}

/** The codes are `code-1`, `code-2`, …; `states` lists the statuses in their order. */
export function sessionOn(script: CreateStep[], setting: Setting = {}) {
  const { code, codeTakesMs = 0, load, transcript = [], longestSessionMs = 0 } = setting;
  const { findBrowserProblem, server, confirmMove, silentTrack, confirmMicrophone } = setting;
  const sdk: FakeSdk = new FakeSdk(script);
  let codes = 0;
  const getCode = vi.fn(async (_signal: AbortSignal): Promise<OnceCode> => {
    codes += 1;
    const onceCode = `code-${codes}`;
    if (codeTakesMs > 0) await new Promise((resolve) => setTimeout(resolve, codeTakesMs));
    return { onceCode, serverAddress: 'metastudio.example', robotId: 'r', lifeMs: 300_000, ...code };
  });
  const sdkQueue = new SdkQueue({ load: load ?? (async () => sdk) });
  const session = new DigitalHumanSession({
    sdkQueue,
    getCode,
    sdkUrl: '/sdk.js',
    containerId: 'digital-human',
    findBrowserProblem,
    server,
    confirmMove,
    random: () => 0.999_999,
    transcript,
    longestSessionMs,
    silentTrack,
    confirmMicrophone,
  });
  const states: string[] = [];
  session.subscribe(() => {
    const { status } = session.getSnapshot();
    if (states.at(-1) !== status) states.push(status);
  });
  const status = () => session.getSnapshot().status;
  const failure = () => {
    const snapshot = session.getSnapshot();
    return snapshot.status === 'failed' ? snapshot.failure : null;
  };
  return { sdk, sdkQueue, session, getCode, states, status, failure };
}

/** A session that has gone live. */
export async function liveSession(script: CreateStep[] = [], setting?: Setting) {
  const live = sessionOn(script, setting);
  live.session.start();
  await pass(200);
  expect(live.status()).toBe('live');
  return live;
}

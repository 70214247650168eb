/**
 * Sessions at five per second over HTTP and the session class, without a browser. Every one must go live on its first
 * code, and neither the server nor the class may grow. Three minutes, with `--long` thirty.
 * `npx tsx --expose-gc tools/bench/session-load.ts [--long]`, on the build in `.next`.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Window } from 'happy-dom';
import { SdkQueue } from '../../lib/digital-human/sdk/sdk-queue';
import { DigitalHumanSession } from '../../lib/digital-human/session';
import { AppInstance } from '../../scripts/app-instance';
import { anyFreePort } from '../../scripts/free-port';
import { EMULATOR, emulatorSettings } from '../../scripts/local-stack';
import { askForCode, signedIn } from '../../scripts/test-user';
import { untilUp } from '../../scripts/until';
import { HttpSdk } from './http-sdk';
import { medianOf, type Row, rounded } from './row';

const PER_SECOND = 5;
const LIVE_MS = 2_000;
const SAMPLE_MS = 2_000;

export async function benchSessionLoad(minutes: number): Promise<Row[]> {
  const emulatorPort = await anyFreePort();
  // A separate process: its event log grows with every session, which is not part of the measurement.
  const emulator = spawn(process.execPath, EMULATOR, {
    env: { ...process.env, EMULATOR_PORT: String(emulatorPort) },
    stdio: 'ignore',
  });
  const folder = mkdtempSync(join(tmpdir(), 'heap-'));
  try {
    await untilUp(`http://127.0.0.1:${emulatorPort}/`);
    const secret = randomBytes(32).toString('base64');
    const heapFile = join(folder, 'bytes');
    const app = await AppInstance.start({
      port: await anyFreePort(),
      env: {
        ...emulatorSettings(emulatorPort),
        AUTH_SECRET: secret,
        ONCE_CODES_PER_SECOND: '0',
        HEAP_FILE: heapFile,
        NODE_OPTIONS: `--import=${new URL('heap-on-signal.mjs', import.meta.url)}`,
      },
    });
    const memory = new MemorySamples(app.pid, heapFile);
    try {
      return rowsOf(minutes, await converseFor(minutes, app, secret), memory);
    } finally {
      memory.stop();
      await app.stop();
    }
  } finally {
    emulator.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  }
}

function rowsOf(minutes: number, { live, failed, clickToLiveMs }: Tally, memory: MemorySamples): Row[] {
  const failures = [...failed].map(([code, count]) => `${code}: ${count}`).join(', ') || 'none failed';
  const name = `sessions at ${PER_SECOND}/s for ${minutes} min`;
  const { serverMb, residentMb, heapMb } = memory;
  return [
    { name: `${name}: live`, value: live, unit: `of ${minutes * 60 * PER_SECOND}`, note: failures },
    { name: '  click to live, median', value: rounded(medianOf(clickToLiveMs)), unit: 'ms', note: 'no picture' },
    {
      name: '  heap of the server, last third against middle third',
      value: rounded(growth(serverMb)),
      unit: 'MB',
      note: `after collection; median ${rounded(medianOf(serverMb))} MB (the process: ${rounded(medianOf(residentMb), 0)} MB)`,
    },
    {
      name: '  heap of the session class, last third against middle third',
      value: rounded(growth(heapMb)),
      unit: 'MB',
      note: globalThis.gc ? 'after collection' : 'without --expose-gc',
    },
  ];
}

/** Samples until it is stopped: the server, and this process, which runs the session class. */
class MemorySamples {
  readonly serverMb: number[] = [];
  readonly residentMb: number[] = [];
  readonly heapMb: number[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(serverPid: number, heapFile: string) {
    this.#timer = setInterval(() => {
      globalThis.gc?.();
      this.residentMb.push(residentMegabytes(serverPid));
      process.kill(serverPid, 'SIGUSR2');
      if (existsSync(heapFile)) this.serverMb.push(Number(readFileSync(heapFile, 'utf8')) / 1e6);
      this.heapMb.push(process.memoryUsage().heapUsed / 1e6);
    }, SAMPLE_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

interface Tally {
  live: number;
  failed: Map<string, number>;
  clickToLiveMs: number[];
}

async function converseFor(minutes: number, app: AppInstance, secret: string): Promise<Tally> {
  // The parts of a page that the session uses, and the element for the SDK.
  const { document, MutationObserver, getComputedStyle } = new Window();
  document.body.innerHTML = '<div id="digital-human"></div>';
  Object.assign(globalThis, { document, MutationObserver, getComputedStyle, reportError: console.error });
  const tally: Tally = { live: 0, failed: new Map(), clickToLiveMs: [] };
  const running: Promise<void>[] = [];
  for (let index = 0; index < minutes * 60 * PER_SECOND; index++) {
    running.push(converse(app, secret, `load-${index}`, tally));
    await pause(1_000 / PER_SECOND);
  }
  await Promise.all(running);
  return tally;
}

async function converse(app: AppInstance, secret: string, id: string, tally: Tally): Promise<void> {
  const { headers } = await signedIn(id, secret, app.url);
  const sdk = new HttpSdk();
  const session = new DigitalHumanSession({
    sdkQueue: new SdkQueue({ load: async () => sdk }),
    getCode: async () => {
      const { status, body } = await askForCode(app.url, headers);
      if (status !== 200) throw new Error(`the route answered ${status}`);
      const { onceCode, serverAddress, robotId } = body as Record<'onceCode' | 'serverAddress' | 'robotId', string>;
      return { onceCode, serverAddress, robotId, lifeMs: 300_000 };
    },
    sdkUrl: '/none',
    containerId: 'digital-human',
  });
  const startedAtMs = performance.now();
  const count = (code: string) => tally.failed.set(code, (tally.failed.get(code) ?? 0) + 1);
  const wentLive = await new Promise<boolean>((resolve) => {
    const unsubscribe = session.subscribe(() => {
      const snapshot = session.getSnapshot();
      if (snapshot.status !== 'live' && snapshot.status !== 'failed') return;
      unsubscribe();
      if (snapshot.status === 'failed') count(snapshot.failure.code);
      else {
        tally.live += 1;
        tally.clickToLiveMs.push(performance.now() - startedAtMs);
      }
      resolve(snapshot.status === 'live');
    });
    session.start();
  });
  await pause(LIVE_MS);
  const snapshot = session.getSnapshot();
  if (wentLive && snapshot.status !== 'live') {
    tally.live -= 1;
    count(snapshot.status === 'failed' ? snapshot.failure.code : snapshot.status);
  }
  await session.end();
}

/** Linux only, NaN elsewhere. */
function residentMegabytes(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** The first third is the warm-up. */
function growth(samples: number[]): number {
  const third = Math.floor(samples.length / 3);
  return medianOf(samples.slice(2 * third)) - medianOf(samples.slice(third, 2 * third));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.table(await benchSessionLoad(process.argv.includes('--long') ? 30 : 3));
  process.exit(0);
}

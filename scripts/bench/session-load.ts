/**
 * Sessions at five a second over HTTP and the session class, without a browser: every one must go live on the first code,
 * and neither the server nor the class may grow. Three minutes; with `--long` thirty.
 * `npx tsx --expose-gc scripts/bench/session-load.ts [--long]`, on the build in `.next`.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { IcsSdkDoor } from '../../lib/digital-human/ics-sdk';
import { DigitalHumanSession } from '../../lib/digital-human/session';
import { AppInstance, until } from '../app-instance';
import { anyFreePort } from '../free-port';
import { EMULATOR, emulatorSettings } from '../local-stack';
import { askForCode, signedIn } from '../person';
import { HttpSdk } from './http-sdk';
import { medianOf, type Row, rounded } from './row';

const PER_SECOND = 5;
const LIVE_MS = 2_000;
const SAMPLE_MS = 2_000;

export async function benchSessionLoad(minutes: number): Promise<Row[]> {
  const emulatorPort = await anyFreePort();
  const env = { ...process.env, EMULATOR_PORT: String(emulatorPort) };
  // A process of its own: its books grow with every session, and that is not what is measured.
  const emulator = spawn(process.execPath, EMULATOR, { env, stdio: 'ignore' });
  await until(async () => (await fetch(`http://127.0.0.1:${emulatorPort}/`)).ok, 'the emulator', 30_000);
  const secret = randomBytes(32).toString('base64');
  const folder = mkdtempSync(join(tmpdir(), 'heap-'));
  const heapFile = join(folder, 'bytes');
  const settings = {
    ...emulatorSettings(emulatorPort),
    AUTH_SECRET: secret,
    ONCE_CODES_PER_SECOND: '0',
    HEAP_FILE: heapFile,
    NODE_OPTIONS: `--import=${new URL('heap-on-signal.mjs', import.meta.url)}`,
  };
  const app = await AppInstance.start({ port: await anyFreePort(), env: settings });
  // All that the session asks of a page: the element for the SDK is there.
  Object.assign(globalThis, {
    document: { getElementById: () => ({ querySelector: () => null }) },
    reportError: console.error,
  });
  const tally = { live: 0, failed: new Map<string, number>(), clickToLiveMs: [] as number[] };
  const residentMb: number[] = [];
  const serverMb: number[] = [];
  const heapMb: number[] = [];
  const sampler = setInterval(() => {
    globalThis.gc?.();
    residentMb.push(residentMegabytes(app.pid));
    process.kill(app.pid, 'SIGUSR2');
    if (existsSync(heapFile)) serverMb.push(Number(readFileSync(heapFile, 'utf8')) / 1e6);
    heapMb.push(process.memoryUsage().heapUsed / 1e6);
  }, SAMPLE_MS);
  try {
    const running: Promise<void>[] = [];
    for (let index = 0; index < minutes * 60 * PER_SECOND; index++) {
      running.push(converse(app, secret, `load-${index}`, tally));
      await pause(1_000 / PER_SECOND);
    }
    await Promise.all(running);
  } finally {
    clearInterval(sampler);
    await app.stop();
    emulator.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  }
  const failures = [...tally.failed].map(([code, count]) => `${code}: ${count}`).join(', ') || 'none failed';
  const name = `sessions at ${PER_SECOND}/s for ${minutes} min`;
  return [
    { name: `${name}: live`, value: tally.live, unit: `of ${minutes * 60 * PER_SECOND}`, note: failures },
    { name: '  click to live, median', value: rounded(medianOf(tally.clickToLiveMs)), unit: 'ms', note: 'no picture' },
    {
      name: '  heap of the server, last third against middle third',
      value: rounded(growth(serverMb)),
      unit: 'MB',
      note: `after collection; median ${rounded(medianOf(serverMb))} MB (the process: ${rounded(medianOf(residentMb), 0)} MB)`,
    },
    {
      name: '  heap of the session class, the same',
      value: rounded(growth(heapMb)),
      unit: 'MB',
      note: globalThis.gc ? 'after collection' : 'without --expose-gc',
    },
  ];
}

interface Tally {
  live: number;
  failed: Map<string, number>;
  clickToLiveMs: number[];
}

async function converse(app: AppInstance, secret: string, id: string, tally: Tally): Promise<void> {
  const { headers } = await signedIn(id, secret, app.url);
  const sdk = new HttpSdk();
  const session = new DigitalHumanSession({
    door: new IcsSdkDoor({ load: async () => sdk }),
    getCode: async () => {
      const { status, body } = await askForCode(app.url, headers);
      if (status !== 200) throw new Error(`the route answered ${status}`);
      const { onceCode, serverAddress, robotId } = body as Record<'onceCode' | 'serverAddress' | 'robotId', string>;
      return { onceCode, serverAddress, robotId, lifeMs: 300_000 };
    },
    sdkUrl: '/none',
    containerId: 'digital-human',
    readyTimeoutMs: 30_000,
  });
  const startedAtMs = performance.now();
  await new Promise<void>((resolve) => {
    const unsubscribe = session.subscribe(() => {
      const snapshot = session.getSnapshot();
      if (snapshot.status !== 'live' && snapshot.status !== 'failed') return;
      unsubscribe();
      if (snapshot.status === 'failed') {
        tally.failed.set(snapshot.failure.code, (tally.failed.get(snapshot.failure.code) ?? 0) + 1);
      } else {
        tally.live += 1;
        tally.clickToLiveMs.push(performance.now() - startedAtMs);
      }
      resolve();
    });
    session.start();
  });
  await pause(LIVE_MS);
  await session.end();
}

/** Linux only, NaN elsewhere. */
function residentMegabytes(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** The first third is warming up. */
function growth(samples: number[]): number {
  const third = Math.floor(samples.length / 3);
  return medianOf(samples.slice(2 * third)) - medianOf(samples.slice(third, 2 * third));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.table(await benchSessionLoad(process.argv.includes('--long') ? 30 : 3));
  process.exit(0);
}

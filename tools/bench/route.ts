/**
 * The cost of `POST /api/once-code`: throughput and latency against three floors in the same run, round by round, so
 * that a busy machine slows all of them equally. `npx tsx tools/bench/route.ts` prints the rows.
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AppInstance, stopAllInstances } from '../../scripts/app-instance';
import { anyFreePort } from '../../scripts/free-port';
import { emulatorSettings, withoutLimits } from '../../scripts/local-stack';
import { signedIn } from '../../scripts/test-user';
import { BareProcess } from './bare-process';
import { load, type Target } from './load';
import { buildPeerApp } from './peer-app';
import { medianOf, type Row, rounded } from './row';

const ROUNDS = 5;
const SLICE_MS = 2_000;
const IN_PARALLEL = 16;

export async function benchRoute({ rounds = ROUNDS, sliceMs = SLICE_MS } = {}): Promise<Row[]> {
  const folder = buildPeerApp();
  const [cloud, bare] = await Promise.all([BareProcess.start('cloud'), BareProcess.start('empty')]);
  try {
    const secret = randomBytes(32).toString('base64');
    const app = await AppInstance.start({
      port: await anyFreePort(),
      cwd: folder,
      env: { ...emulatorSettings(1), METASTUDIO_ENDPOINT: cloud.url, AUTH_SECRET: secret, ...withoutLimits },
    });
    const { headers } = await signedIn('bench', secret, app.url);
    const post = (url: string): Target => ({ url, method: 'POST', headers });
    const targets = {
      route: post(`${app.url}/api/once-code`),
      peer: post(`${app.url}/api/bench-peer`),
      empty: post(`${app.url}/api/bench-empty`),
      bare: post(bare.url),
    };
    return rowsOf(await measure(targets, rounds, sliceMs), rounds);
  } finally {
    await stopAllInstances();
    cloud.stop();
    bare.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Name = 'route' | 'peer' | 'empty' | 'bare';
interface Figures {
  perSecond: number[];
  alone: number[];
}

async function measure(targets: Record<Name, Target>, rounds: number, sliceMs: number): Promise<Record<Name, Figures>> {
  const figures = { route: none(), peer: none(), empty: none(), bare: none() };
  const names = Object.keys(targets) as Name[];
  for (const name of names) await load(targets[name], IN_PARALLEL, sliceMs); // warm-up
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const answers = await load(targets[name], IN_PARALLEL, sliceMs);
      figures[name].perSecond.push(answers.length / (sliceMs / 1000));
      figures[name].alone.push(medianOf(await load(targets[name], 1, sliceMs / 2)));
    }
  }
  return figures;
}

const none = (): Figures => ({ perSecond: [], alone: [] });

function rowsOf({ route, peer, empty, bare }: Record<Name, Figures>, rounds: number): Row[] {
  const ratios = (other: Figures) =>
    medianOf(route.perSecond.map((value, i) => value / (other.perSecond[i] ?? Number.NaN)));
  const added = medianOf(route.alone.map((value, i) => value - (peer.alone[i] ?? Number.NaN)));
  const method = `${IN_PARALLEL} in parallel, median of ${rounds} rounds`;
  return [
    {
      name: 'once-code route: throughput against auth() + the same call',
      value: rounded(ratios(peer), 2),
      unit: '×',
      note: `aim ≥ 0.8; ${method}`,
    },
    {
      name: 'once-code route: added at the median, one at a time',
      value: rounded(added, 2),
      unit: 'ms',
      note: 'aim < 2; against the same',
    },
    {
      name: 'once-code route: throughput against an empty Next route',
      value: rounded(ratios(empty), 2),
      unit: '×',
      note: 'for information',
    },
    {
      name: 'once-code route: throughput against bare node:http',
      value: rounded(ratios(bare), 3),
      unit: '×',
      note: 'for information',
    },
    { name: 'once-code route', value: rounded(medianOf(route.perSecond), 0), unit: 'requests/s', note: method },
    { name: 'auth() + the same call', value: rounded(medianOf(peer.perSecond), 0), unit: 'requests/s', note: method },
    { name: 'empty Next route', value: rounded(medianOf(empty.perSecond), 0), unit: 'requests/s', note: method },
    { name: 'bare node:http', value: rounded(medianOf(bare.perSecond), 0), unit: 'requests/s', note: method },
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(await benchRoute());

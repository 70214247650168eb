/**
 * Measures what `POST /api/brain` adds to a language model that answers at once, how soon twenty concurrent users hear
 * the first piece, and whether 5,000 questions leak memory. `npx tsx tools/bench/brain.ts`, on the build in `.next`.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { signedCallbackUrl } from '../../emulator/chat/callback-signature';
import { startFakeModel } from '../../emulator/fake-model';
import { AppInstance } from '../../scripts/app-instance';
import { anyFreePort } from '../../scripts/free-port';
import { brainEnvironment, emulatorSettings } from '../../scripts/local-stack';
import { until } from '../../scripts/until';
import { medianOf, type Row, rounded } from './row';

const ALONE = 200;
const AT_ONCE = 20;
const ROUNDS = 15;
const FIRST_PIECE_AIM_MS = 300;
const QUESTIONS = 5_000;
/** Apart from garbage, a few hundred bytes per question are replay records of the last ten minutes. */
const GROWTH_AIM_MB = 5;

interface Timing {
  firstMs: number;
}

export async function benchBrain(): Promise<Row[]> {
  const model = await startFakeModel();
  const port = await anyFreePort();
  const folder = mkdtempSync(join(tmpdir(), 'bench-brain-'));
  const heapFile = join(folder, 'heap');
  const settings = brainEnvironment(port);
  const app = await AppInstance.start({
    port,
    env: {
      ...emulatorSettings(1),
      ...settings,
      AUTH_SECRET: randomBytes(32).toString('base64'),
      BRAIN_LLM_BASE_URL: model.url,
      BRAIN_LLM_API_KEY: 'key',
      BRAIN_LLM_MODEL: 'fake',
      QUESTIONS_PER_USER_PER_MINUTE: '0',
      HEAP_FILE: heapFile,
      NODE_OPTIONS: `--import=${new URL('heap-on-signal.mjs', import.meta.url)}`,
    },
  });
  const route = () => askBrain(settings);
  const straight = () => askModel(model.url);
  try {
    for (let index = 0; index < 50; index += 1) await Promise.all([route(), straight()]); // warm-up
    const alone: Record<'route' | 'straight', number[]> = { route: [], straight: [] };
    for (let index = 0; index < ALONE; index += 1) {
      alone.straight.push((await straight()).firstMs);
      alone.route.push((await route()).firstMs);
    }
    const crowd: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      crowd.push(...(await Promise.all(Array.from({ length: AT_ONCE }, route))).map(({ firstMs }) => firstMs));
    const beforeMb = await heapOf(app.pid, heapFile);
    for (let asked = 0; asked < QUESTIONS; asked += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, route));
      model.calls.length = 0;
    }
    return rowsOf(alone, crowd, (await heapOf(app.pid, heapFile)) - beforeMb);
  } finally {
    await app.stop();
    await model.close();
    rmSync(folder, { recursive: true });
  }
}

function rowsOf(alone: Record<'route' | 'straight', number[]>, crowd: number[], growthMb: number): Row[] {
  const first = percentile(crowd, 0.95);
  return [
    {
      name: 'brain route: added to the first piece, one at a time',
      value: rounded(medianOf(alone.route) - medianOf(alone.straight), 2),
      unit: 'ms',
      note: `median of ${ALONE}, compared with a direct call of the model (${rounded(medianOf(alone.straight), 2)} ms)`,
    },
    {
      name: `  ${AT_ONCE} at once: first piece, 95th percentile`,
      value: rounded(first),
      unit: 'ms',
      note: `aim ≤ ${FIRST_PIECE_AIM_MS}; ${ROUNDS} rounds`,
      isBroken: first > FIRST_PIECE_AIM_MS,
    },
    {
      name: `  heap growth of the server over ${QUESTIONS} questions`,
      value: rounded(growthMb),
      unit: 'MB',
      note: `aim ≤ ${GROWTH_AIM_MB}; after collection, with the claims of the last ten minutes`,
      isBroken: growthMb > GROWTH_AIM_MB,
    },
  ];
}

async function askBrain(settings: Record<string, string>): Promise<Timing> {
  const { BRAIN_URL: url = '', BRAIN_APP_ID: app_id, BRAIN_APP_KEY: key = '' } = settings;
  const messages = [{ content: `Hello? ${crypto.randomUUID()}` }];
  return timed(signedCallbackUrl(url, Date.now(), key), { app_id, is_stream: true, messages });
}

const askModel = (url: string): Promise<Timing> =>
  timed(`${url}/chat/completions`, { model: 'fake', stream: true, messages: [{ role: 'user', content: 'Hello?' }] });

async function timed(url: string, body: object): Promise<Timing> {
  const startedAtMs = performance.now();
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  if (response.status !== 200) throw new Error(`${new URL(url).pathname} answered ${response.status}`);
  let firstMs: number | undefined;
  for await (const _ of response.body ?? []) firstMs ??= performance.now() - startedAtMs;
  return { firstMs: firstMs ?? Number.NaN };
}

function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}

async function heapOf(pid: number, file: string): Promise<number> {
  const changed = () => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const before = changed();
  process.kill(pid, 'SIGUSR2');
  await until(async () => changed() > before, 'the heap to be measured');
  return Number(readFileSync(file, 'utf8')) / 1e6;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.table(await benchBrain());
  process.exit(0);
}

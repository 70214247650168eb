/**
 * `npm run bench`: prints all benchmarks in one table, with the machine and the method, and writes the rows into
 * docs/benchmarks.md. It needs a build (`npm run build`) and runs on loopback. `npm run bench -- route herd` runs some,
 * and renews their rows. `--long` runs the sessions for 30 minutes. `--shortest` runs each benchmark once, as briefly
 * as possible, and writes nothing: `npm test` uses it to check that every benchmark works. Its figures mean nothing.
 * Otherwise the exit code is 1 when a row misses a required result.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import packageJson from '../package.json';
import { benchAvatar } from './bench/avatar';
import { benchBrain } from './bench/brain';
import { benchClickToLive } from './bench/click-to-live';
import { benchCloneToConversation } from './bench/clone-to-conversation';
import { benchExpiryHerd } from './bench/expiry-herd';
import { benchLighthouse, LIGHTHOUSE } from './bench/lighthouse';
import { benchLongConversation } from './bench/long-conversation';
import { benchPageWeight } from './bench/page-weight';
import { type Benchmark, type Run, resultsPage } from './bench/results-page';
import { benchRoute } from './bench/route';
import { type Row, rounded } from './bench/row';
import { benchSessionLoad } from './bench/session-load';

// Growth is measured after a garbage collection, and users should not have to pass a flag for it.
setFlagsFromString('--expose-gc');
globalThis.gc ??= runInNewContext('gc') as typeof globalThis.gc;

const PAGE = 'docs/benchmarks.md';
const minutes = process.argv.includes('--long') ? 30 : 3;
const isShortest = process.argv.includes('--shortest');
/** Of one benchmark in its shortest form. The slowest, `clone`, takes up to three minutes on two slow cores. */
const SHORTEST_LIMIT_MS = 10 * 60_000;

interface Bench extends Benchmark {
  measure: () => Promise<Row[]>;
  /** The shortest run, if it differs from `measure`. */
  measureShortest?: () => Promise<Row[]>;
  /** What the benchmark requires beside this machine: undefined if it is reachable, otherwise the reason why not. */
  whyNot?: () => string | undefined;
}

/** The error output of a failed command. */
function failureOf(command: string, args: string[]): string | undefined {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8', shell: process.platform === 'win32' });
  return status === 0 ? undefined : `\`${command} ${args.join(' ')}\` failed: ${(error?.message ?? stderr).trim()}`;
}
const registryFailure = () => failureOf('npm', ['view', LIGHTHOUSE, 'version', '--prefer-online', '--fetch-retries=0']);
const checkoutFailure = () => failureOf('git', ['rev-parse', '--verify', '--quiet', 'HEAD']);

const benches: Bench[] = [
  {
    name: 'weight',
    method: 'the files that a page of the running production build loads, as its server compresses them with gzip.',
    measure: benchPageWeight,
  },
  {
    name: 'lighthouse',
    method:
      'the median of three visits with Lighthouse 12.8.2, which npx downloads. `/chat` is visited signed in and before consent. An empty page of the framework is visited alternately: its score shows what the framework and this machine cost. The pages lose further points by LCP. Without a graphics card, Chromium renders at most one frame per second after a slow first frame, so the portrait appears long after it has loaded, and Lighthouse attributes that delay to every script that loaded before it. `/chat` also loses points by the evaluation and the rendering of its own script.',
    measure: benchLighthouse,
    measureShortest: () => benchLighthouse({ rounds: 1, onForms: ['slow phone'] }),
    whyNot: registryFailure,
  },
  {
    name: 'click',
    method:
      'Chromium, production build, and an emulator with delays: 300 ms for the cloud, 500 ms for loading the SDK, and 1000 ms for `create()` before it starts the job, in which it prepares picture and sound. Measured from the click to `data-status="live"`, in the page\'s own time; a new browser context each time.',
    measure: benchClickToLive,
    measureShortest: () => benchClickToLive({ rounds: 1 }),
  },
  {
    name: 'route',
    method:
      "`POST /api/once-code` with a cloud that answers at once, alternately with three baselines: next-auth's `auth()` and the same call with nothing else, an empty Next route, bare `node:http`.",
    measure: benchRoute,
    measureShortest: () => benchRoute({ rounds: 1, sliceMs: 200 }),
  },
  {
    name: 'brain',
    method:
      '`POST /api/brain` in front of a language model server that answers at once, compared with a direct call of that server.',
    measure: benchBrain,
  },
  {
    name: 'herd',
    method:
      'a thousand users whose codes expire at the same time, and who return as `Retry-After` says. The cloud counts the calls.',
    measure: benchExpiryHerd,
    measureShortest: () => benchExpiryHerd({ sessions: 25, ditherMs: 500 }),
  },
  {
    name: 'sessions',
    method:
      'sessions without a browser, five per second, each live for two seconds; memory after a garbage collection.',
    measure: () => benchSessionLoad(minutes),
    measureShortest: () => benchSessionLoad(0.1),
  },
  {
    name: 'long',
    method:
      'Chromium, production build, a live conversation. The benchmark calls the listeners that the page passed to the SDK. The cost of a piece is main thread time (DevTools `TaskDuration`) at 25 pieces per second, minus that of the idle page.',
    measure: () => benchLongConversation(),
    measureShortest: () => benchLongConversation({ longLines: 20, allLines: 30, rounds: 1, measuredMs: 500 }),
  },
  {
    name: 'avatar',
    method: "the emulator's digital human in headless Chromium without a graphics card.",
    measure: () => benchAvatar(),
    measureShortest: () => benchAvatar({ countMs: 500, conversations: 1 }),
  },
  {
    name: 'clone',
    method:
      "`git clone`, `npm ci` from npm's cache or the registry, `npm run demo`, then a browser signs in, agrees and starts a conversation.",
    measure: benchCloneToConversation,
    whyNot: () => registryFailure() ?? checkoutFailure(),
  },
];

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = asked.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(`Unknown benchmark: ${unknown.join(', ')}. Benchmarks: ${benches.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}
const runs: Run[] = [];
for (const { name, measure, measureShortest, whyNot } of benches) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.error(`${name} …`);
  if (isShortest) {
    const reason = whyNot?.();
    if (reason) {
      console.log(`${name}: skipped, ${reason}`);
      continue;
    }
    const startedAtMs = performance.now();
    const limit = setTimeout(() => {
      console.error(`The benchmark ${name} did not end within ${SHORTEST_LIMIT_MS / 60_000} minutes.`);
      process.exit(1);
    }, SHORTEST_LIMIT_MS);
    const rows = await (measureShortest ?? measure)();
    clearTimeout(limit);
    if (rows.length === 0) throw new Error(`The benchmark ${name} measured nothing.`);
    console.log(`${name}: ran, ${rows.length} figures in ${rounded((performance.now() - startedAtMs) / 1000, 0)} s`);
    continue;
  }
  const load = rounded(loadavg()[0] ?? Number.NaN);
  const rows = await measure();
  runs.push({ benchmark: name, rows, load, date: new Date().toISOString().slice(0, 10) });
}
if (isShortest) process.exit(0);
console.table(runs.flatMap(({ rows }) => rows));
const [cpu] = cpus();
const machine = `${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}`;
const { next, react } = packageJson.dependencies;
const versions = `Node ${process.version}, Next ${next}, React ${react}, Playwright ${packageJson.devDependencies.playwright}`;
console.log(`${machine}; ${versions}`);
const old = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '';
writeFileSync(PAGE, resultsPage(old, { machine, versions }, benches, runs));
console.log(`Written to ${PAGE}.`);
process.exit(runs.some(({ rows }) => rows.some(({ isBroken }) => isBroken)) ? 1 : 0);

/**
 * `npm run bench`: all benchmarks, one table, with the machine and the method; its rows also go into docs/benchmarks.md.
 * Needs a build (`npm run build`); all on loopback. `npm run bench -- route herd` runs some, and renews their rows;
 * `--long` lets the sessions go on for 30 minutes. `--shortest` runs each once, as briefly as it can be run, and writes
 * nothing: `npm test` does that, so that no benchmark stops working unseen. Its figures mean nothing.
 * Otherwise the exit code is 1 when what must hold does not.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import packageJson from '../package.json';
import { findOrInstallBrowser } from '../scripts/find-browser';
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

// Growth is measured after a collection, and a flag of the command line cannot be asked of everybody.
setFlagsFromString('--expose-gc');
globalThis.gc ??= runInNewContext('gc') as typeof globalThis.gc;

const PAGE = 'docs/benchmarks.md';
const minutes = process.argv.includes('--long') ? 30 : 3;
const isShortest = process.argv.includes('--shortest');

interface Bench extends Benchmark {
  measure: () => Promise<Row[]>;
  /** Without it there is no shorter way than `measure`. */
  measureShortest?: () => Promise<Row[]>;
  /** What must be reachable beside this machine: nothing, or the reason why it is not. */
  whyNot?: () => string | undefined;
}

const avatarRows = async (short?: { countMs: number; conversations: number }): Promise<Row[]> =>
  (await benchAvatar(findOrInstallBrowser() ?? '', short)).map(({ what, value, unit, aim }) => ({
    name: what,
    value,
    unit,
    note: aim ? `aim ${aim}` : '',
  }));

/** What a command says when it fails. */
function failureOf(command: string, args: string[]): string | undefined {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8', shell: process.platform === 'win32' });
  return status === 0 ? undefined : `\`${command} ${args.join(' ')}\` failed: ${(error?.message ?? stderr).trim()}`;
}
const registryFailure = () => failureOf('npm', ['view', LIGHTHOUSE, 'version', '--prefer-online', '--fetch-retries=0']);
const checkoutFailure = () => failureOf('git', ['rev-parse', '--verify', '--quiet', 'HEAD']);

const benches: Bench[] = [
  {
    name: 'weight',
    method: 'what the page of the running production build names, gzipped by that server.',
    measure: benchPageWeight,
  },
  {
    name: 'lighthouse',
    method:
      'Lighthouse 12.8.2, fetched by npx, the median of three visits; `/chat` signed in and before consent, as on a first visit. An empty page of the framework is visited in turns: what it loses is what the framework and this machine cost. Beyond that the pages lose by LCP: without a graphics card Chromium draws no more than a frame a second for a page whose first one takes it long, so the portrait is seen long after it came, and Lighthouse takes every script that came before for a condition of it. `/chat` also loses by the time its own script takes to be evaluated and drawn.',
    measure: benchLighthouse,
    measureShortest: () => benchLighthouse({ rounds: 1, onForms: ['slow phone'] }),
    whyNot: registryFailure,
  },
  {
    name: 'click',
    method:
      'Chromium, production build, a slowed emulator: the cloud 300 ms, loading the SDK 500 ms, `create()` 1000 ms before it starts the job, while it prepares picture and sound. From the click to `data-status="live"`, in the page\'s own time; a new browser context each time.',
    measure: benchClickToLive,
    measureShortest: () => benchClickToLive({ rounds: 1 }),
  },
  {
    name: 'route',
    method:
      "`POST /api/once-code` on a cloud that answers at once, in turns with three floors: next-auth's `auth()` and the same call with nothing else, an empty Next route, bare `node:http`.",
    measure: benchRoute,
    measureShortest: () => benchRoute({ rounds: 1, sliceMs: 200 }),
  },
  {
    name: 'brain',
    method:
      '`POST /api/brain` in front of a language model server that answers at once, against that server asked straight.',
    measure: benchBrain,
  },
  {
    name: 'herd',
    method: 'a thousand people whose codes expire at once; they come back as `Retry-After` says. The cloud counts.',
    measure: benchExpiryHerd,
    measureShortest: () => benchExpiryHerd({ sessions: 25, ditherMs: 500 }),
  },
  {
    name: 'sessions',
    method: 'sessions without a browser, five a second, each two seconds live; memory after a collection.',
    measure: () => benchSessionLoad(minutes),
    measureShortest: () => benchSessionLoad(0.1),
  },
  {
    name: 'long',
    method:
      'Chromium, production build, a live conversation whose lines and pieces are given to the page by the listeners it gave to the SDK. The cost of a piece is main thread time (DevTools `TaskDuration`) at 25 pieces a second, less that of the same page at rest.',
    measure: () => benchLongConversation(),
    measureShortest: () => benchLongConversation({ longLines: 20, allLines: 30, rounds: 1, measuredMs: 500 }),
  },
  {
    name: 'avatar',
    method: "the emulator's digital human in headless Chromium without a graphics card.",
    measure: () => avatarRows(),
    measureShortest: () => avatarRows({ countMs: 500, conversations: 1 }),
  },
  {
    name: 'clone',
    method:
      "`git clone`, `npm ci` from npm's cache or the registry, `npm run demo`, then a browser signs in, agrees and starts.",
    measure: benchCloneToConversation,
    whyNot: () => registryFailure() ?? checkoutFailure(),
  },
];

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = asked.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(`No such benchmark: ${unknown.join(', ')}. There are: ${benches.map(({ name }) => name).join(', ')}.`);
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
    const rows = await (measureShortest ?? measure)();
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

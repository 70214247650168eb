/**
 * Lighthouse's figures of `/`, `/sign-in` and `/chat`, as a slow phone and as a desktop, beside those of an empty page
 * of the same framework in the same run. npx fetches Lighthouse, which is not a dependency because only this file needs
 * it. `npx tsx tools/bench/lighthouse.ts`, on the build in `.next`.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppInstance } from '../../scripts/app-instance';
import { findOrInstallBrowser } from '../../scripts/find-browser';
import { anyFreePort } from '../../scripts/free-port';
import { emulatorSettings, NEXT } from '../../scripts/local-stack';
import { signedIn } from '../../scripts/test-user';
import { buildEmptyPage } from './empty-page';
import { medianOf, type Row } from './row';

/** The last version that runs on Node 20. */
export const LIGHTHOUSE = 'lighthouse@12.8.2';
const ROUNDS = 3;
const AIM_PERFORMANCE = 95;
const forms = { 'slow phone': [], desktop: ['--preset=desktop'] };
type Form = keyof typeof forms;

interface Scores {
  performance: number;
  accessibility: number;
  'best-practices': number;
  seo: number;
}

interface Visit {
  url: string;
  form: Form;
  cookie?: string | undefined;
}

export async function benchLighthouse({
  rounds = ROUNDS,
  onForms = Object.keys(forms) as Form[],
}: {
  rounds?: number;
  onForms?: Form[];
} = {}): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lighthouse-'));
  const emptyFolder = buildEmptyPage();
  const secret = randomBytes(32).toString('base64');
  // No page calls the cloud before the click, so the benchmark starts none.
  const env = { ...emulatorSettings(await anyFreePort()), AUTH_SECRET: secret, DEMO_LOGIN: '1' };
  const app = await AppInstance.start({ port: await anyFreePort(), env });
  const emptyPort = await anyFreePort();
  const empty = await AppInstance.start({
    port: emptyPort,
    env: {},
    args: [resolve(NEXT), 'start', '--port', String(emptyPort)],
    cwd: emptyFolder,
  });
  const { headers } = await signedIn('lighthouse', secret, app.url);
  const rows: Row[] = [];
  try {
    for (const form of onForms) {
      const floor: Scores[] = [];
      const ours: Record<string, Scores[]> = { '/': [], '/sign-in': [], '/chat': [] };
      for (let round = 0; round < rounds; round++) {
        floor.push(visit(folder, { url: empty.url, form }));
        for (const [path, scores] of Object.entries(ours))
          scores.push(
            visit(folder, { url: `${app.url}${path}`, form, cookie: path === '/chat' ? headers.cookie : undefined }),
          );
      }
      const floorPerformance = medianOf(floor.map(({ performance }) => performance));
      for (const [path, scores] of Object.entries(ours)) rows.push(rowOf(path, form, scores, floorPerformance));
    }
  } finally {
    await app.stop();
    await empty.stop();
    for (const used of [folder, emptyFolder]) rmSync(used, { recursive: true });
  }
  return rows;
}

function rowOf(path: string, form: Form, scores: Scores[], floorPerformance: number): Row {
  const worst = (name: keyof Scores) => Math.min(...scores.map((score) => score[name]));
  const others = (['accessibility', 'best-practices', 'seo'] as const).map((name) => `${name} ${worst(name)}`);
  return {
    name: `Lighthouse, ${form}, ${path}: performance`,
    value: medianOf(scores.map(({ performance }) => performance)),
    unit: 'of 100',
    note: `aim ≥ ${AIM_PERFORMANCE}; an empty page of the framework: ${floorPerformance}; ${others.join(', ')} (aim 100)`,
  };
}

/** @throws with Lighthouse's output when it has no result */
function visit(folder: string, { url, form, cookie }: Visit): Scores {
  const result = join(folder, 'result.json');
  const extraHeaders = join(folder, 'headers.json');
  // In a file: the list of processes would show a cookie in the arguments.
  writeFileSync(extraHeaders, JSON.stringify(cookie ? { Cookie: cookie } : {}), { mode: 0o600 });
  const args = [
    url,
    '--quiet',
    '--output=json',
    `--output-path=${result}`,
    `--extra-headers=${extraHeaders}`,
    '--chrome-flags=--headless=new --no-sandbox --disable-quic',
    ...forms[form],
  ];
  const env = { ...process.env, CHROME_PATH: findOrInstallBrowser() };
  const { status, stderr } = spawnSync('npx', ['--yes', LIGHTHOUSE, ...args], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`Lighthouse on ${url}: ${stderr}`);
  const { categories } = JSON.parse(readFileSync(result, 'utf8')) as {
    categories: Record<keyof Scores, { score: number }>;
  };
  const scoreOf = (name: keyof Scores) => Math.round(categories[name].score * 100);
  return {
    performance: scoreOf('performance'),
    accessibility: scoreOf('accessibility'),
    'best-practices': scoreOf('best-practices'),
    seo: scoreOf('seo'),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.table(await benchLighthouse());
  process.exit(0);
}

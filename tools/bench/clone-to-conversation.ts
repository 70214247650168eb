/**
 * Measures a new developer's wait: clone, install, `npm run demo`, and in a browser to the digital human. It uses the
 * committed files, and the packages in npm's cache or else from the registry.
 * `npx tsx tools/bench/clone-to-conversation.ts`
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { findOrInstallBrowser } from '../../scripts/find-browser';
import { anyFreePort } from '../../scripts/free-port';
import { quietNext } from '../../scripts/local-stack';
import { type Row, rounded } from './row';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

export async function benchCloneToConversation(): Promise<Row[]> {
  const executablePath = findOrInstallBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'bench-clone-'));
  const seconds: [string, number][] = [];
  let lapAtMs = performance.now();
  const lap = (step: string) => {
    const nowMs = performance.now();
    seconds.push([step, (nowMs - lapAtMs) / 1000]);
    lapAtMs = nowMs;
  };
  try {
    run('git', ['clone', '--quiet', '--no-local', process.cwd(), folder], process.cwd());
    lap('git clone');
    run(npm, ['ci'], folder);
    lap('npm ci');
    const demo = await startDemo(folder);
    try {
      lap('npm run demo');
      await talk(demo.url, executablePath);
      lap('sign in, agree, start, live');
    } finally {
      await demo.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const total = seconds.reduce((sum, [, took]) => sum + took, 0);
  return [
    {
      name: 'from nothing to a conversation',
      value: rounded(total, 0),
      unit: 's',
      note: `aim ≤ 300; ${seconds.map(([step, took]) => `${step} ${rounded(took)}`).join(' + ')}`,
    },
  ];
}

function run(command: string, args: string[], cwd: string): void {
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stderr}`);
}

/** As the README says. Ends it with Ctrl-C's signal, as the README says, too. */
async function startDemo(folder: string): Promise<{ url: string; stop(): Promise<void> }> {
  const env = {
    ...process.env,
    ...quietNext,
    PORT: String(await anyFreePort()),
    EMULATOR_PORT: String(await anyFreePort()),
  };
  const demo = spawn(process.execPath, ['--import', 'tsx', 'scripts/demo.ts'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => demo.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    demo.stdout.on('data', (chunk: Buffer) => {
      said += chunk;
      const found = /Open (http:\S+)/.exec(said)?.[1];
      if (found) resolve(found);
    });
    void ended.then(() => reject(new Error(`npm run demo ended:\n${said}`)));
  });
  return {
    url,
    async stop() {
      demo.kill('SIGINT');
      await ended;
    },
  };
}

async function talk(url: string, executablePath: string | undefined): Promise<void> {
  const browser = await chromium.launch({ executablePath, args: ['--disable-3d-apis'] });
  try {
    const page = await browser.newPage({ locale: 'en-US' });
    await page.goto(`${url}/chat`);
    await page.getByRole('button', { name: 'Continue as Ada Lovelace' }).click();
    await page.getByRole('button', { name: 'Start conversation' }).click();
    await page.getByRole('button', { name: 'Agree and start' }).click();
    await page.locator('[role=status][data-status=live]').waitFor({ timeout: 60_000 });
  } finally {
    await browser.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(await benchCloneToConversation());

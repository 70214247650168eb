/**
 * `npm run test:live`: the core stories against the real cloud, in a real browser. Without what that takes it says
 * `skipped: …` and is content.
 */
import { spawnSync } from 'node:child_process';
import { loadEnvFiles } from './env-files';
import { findBrowser } from './find-browser';
import { freePort } from './free-port';
import { NEXT, quietNext } from './local-stack';
import { reasonToSkip } from './test-live/reason-to-skip';

loadEnvFiles();
const reason = reasonToSkip(process.env);
if (reason) {
  console.log(`skipped: ${reason}`);
  process.exit(0);
}

function run(args: string[], env: Record<string, string>): void {
  const { status } = spawnSync(process.execPath, args, {
    stdio: 'inherit',
    env: { ...process.env, ...quietNext, ...env },
  });
  if (status !== 0) process.exit(status ?? 1);
}

try {
  const browser = findBrowser();
  const port = await freePort('PORT', 3000);
  run([NEXT, 'build'], { NODE_ENV: 'production' });
  run(['node_modules/playwright/cli.js', 'test', '--config', 'e2e/live.config.ts'], {
    ...(browser ? { PLAYWRIGHT_CHROMIUM: browser } : {}),
    E2E_APP_PORT: String(port),
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

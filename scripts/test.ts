/** `npm test`: types, lint, unit tests, the production build and the end-to-end tests; stops at the first that fails. */
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { findOrInstallBrowser } from './find-browser';
import { NEXT, quietNext } from './local-stack';

function run(what: string, args: string[], env: Record<string, string> = {}): void {
  console.log(`\n── ${what}`);
  const { status } = spawnSync(process.execPath, args, {
    stdio: 'inherit',
    env: { ...process.env, ...quietNext, ...env },
  });
  if (status !== 0) {
    console.error(`\n${what} failed.`);
    process.exit(status ?? 1);
  }
}

function freePort(): Promise<string> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(String(typeof address === 'object' && address?.port)));
    });
  });
}

run('Types', [NEXT, 'typegen']);
run('Types', ['node_modules/typescript/bin/tsc', '--noEmit']);
run('Lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings']);
run('Imports', ['--import', 'tsx', 'scripts/check-imports.ts']);
run('Documentation', ['--import', 'tsx', 'scripts/check-docs.ts']);
run('Unit tests', ['node_modules/vitest/vitest.mjs', 'run']);
run('Build', [NEXT, 'build'], { NODE_ENV: 'production' });
run('Client files', ['--import', 'tsx', 'scripts/check-client-files.ts']);
run('Weight of the chat page', ['--import', 'tsx', 'scripts/check-bundle.ts'], { PORT: await freePort() });

const browser = findOrInstallBrowser();
run('End-to-end tests', ['node_modules/playwright/cli.js', 'test', '--config', 'e2e/playwright.config.ts'], {
  ...(browser ? { PLAYWRIGHT_CHROMIUM: browser } : {}),
  E2E_APP_PORT: await freePort(),
  E2E_MISCONFIGURED_PORT: await freePort(),
  E2E_EMULATOR_PORT: await freePort(),
});

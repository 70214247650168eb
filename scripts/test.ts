/**
 * `npm test`: types, lint, unit tests, the production build, the end-to-end tests, and those of the examples; stops at the
 * first that fails.
 */
import { spawnSync } from 'node:child_process';
import { findOrInstallBrowser } from './find-browser';
import { anyFreePort } from './free-port';
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

const freePort = async () => String(await anyFreePort());

run('Types', [NEXT, 'typegen']);
run('Types', ['node_modules/typescript/bin/tsc', '--noEmit']);
run('Types of the examples', ['node_modules/typescript/bin/tsc', '-p', 'examples']);
run('Lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings']);
run('Imports', ['--import', 'tsx', 'scripts/check-imports.ts']);
run('Unused code and packages', ['--import', 'tsx', 'scripts/check-unused.ts']);
run('Documentation', ['--import', 'tsx', 'scripts/check-docs.ts']);
run('Unit tests', ['node_modules/vitest/vitest.mjs', 'run']);
run('Build', [NEXT, 'build'], { NODE_ENV: 'production' });
run('Client files', ['--import', 'tsx', 'scripts/check-client-files.ts']);
run('Weight of the chat page', ['--import', 'tsx', 'scripts/check-bundle.ts']);

const browser = findOrInstallBrowser();
const PLAYWRIGHT = ['node_modules/playwright/cli.js', 'test', '--config'];
const found: Record<string, string> = browser ? { PLAYWRIGHT_CHROMIUM: browser } : {};
run('End-to-end tests', [...PLAYWRIGHT, 'e2e/playwright.config.ts'], {
  ...found,
  E2E_APP_PORT: await freePort(),
  E2E_MISCONFIGURED_PORT: await freePort(),
  E2E_EMULATOR_PORT: await freePort(),
});
run('Examples', [...PLAYWRIGHT, 'examples/playwright.config.ts'], {
  ...found,
  PLAIN_PORT: await freePort(),
  PLAIN_EMULATOR_PORT: await freePort(),
  EXPRESS_VITE_PORT: await freePort(),
  EXPRESS_VITE_EMULATOR_PORT: await freePort(),
});

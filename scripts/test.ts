/**
 * `npm test`: what `npm run check` looks at, the production build, the end-to-end tests, and those of the examples; stops at
 * the first that fails.
 */
import { findOrInstallBrowser } from './find-browser';
import { anyFreePort } from './free-port';
import { NEXT } from './local-stack';
import { PLAYWRIGHT, runStep, TSX } from './run-step';

const freePort = async () => String(await anyFreePort());

runStep('Checks', [...TSX, 'scripts/check.ts']);
runStep('Build', [NEXT, 'build'], { NODE_ENV: 'production' });
runStep('Client files', [...TSX, 'scripts/check-client-files.ts']);
runStep('Weight of the chat page', [...TSX, 'scripts/check-bundle.ts']);

const browser = findOrInstallBrowser();
const found: Record<string, string> = browser ? { PLAYWRIGHT_CHROMIUM: browser } : {};
runStep('End-to-end tests', [...PLAYWRIGHT, 'e2e/playwright.config.ts'], {
  ...found,
  E2E_APP_PORT: await freePort(),
  E2E_MISCONFIGURED_PORT: await freePort(),
  E2E_EMULATOR_PORT: await freePort(),
});
runStep('Examples', [...PLAYWRIGHT, 'examples/playwright.config.ts'], {
  ...found,
  PLAIN_PORT: await freePort(),
  PLAIN_EMULATOR_PORT: await freePort(),
  EXPRESS_VITE_PORT: await freePort(),
  EXPRESS_VITE_EMULATOR_PORT: await freePort(),
});

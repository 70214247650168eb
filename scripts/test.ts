/**
 * `npm test`: runs the checks of `npm run check`, the production build, every benchmark in its shortest form, the
 * end-to-end tests, and those of the examples. Stops at the first failure.
 */
import { findOrInstallBrowser } from './find-browser';
import { anyFreePort } from './free-port';
import { NEXT } from './local-stack';
import { PLAYWRIGHT, runStep, TSX } from './run-step';

const freePort = async () => String(await anyFreePort());

runStep('Checks', [...TSX, 'scripts/check.ts']);
runStep('Build', [NEXT, 'build'], { NODE_ENV: 'production' });
runStep('Client files', [...TSX, 'tools/check-client-files.ts']);
runStep('Weight of the chat page', [...TSX, 'tools/check-bundle.ts']);

const browser = { PLAYWRIGHT_CHROMIUM: findOrInstallBrowser() };
runStep('Benchmarks, each in its shortest form', [...TSX, 'tools/bench.ts', '--shortest'], browser);
runStep('End-to-end tests', [...PLAYWRIGHT, 'e2e/playwright.config.ts'], {
  ...browser,
  E2E_APP_PORT: await freePort(),
  E2E_MISCONFIGURED_PORT: await freePort(),
  E2E_EMULATOR_PORT: await freePort(),
});
runStep('Examples', [...PLAYWRIGHT, 'examples/playwright.config.ts'], {
  ...browser,
  PLAIN_PORT: await freePort(),
  PLAIN_EMULATOR_PORT: await freePort(),
  EXPRESS_VITE_PORT: await freePort(),
  EXPRESS_VITE_EMULATOR_PORT: await freePort(),
});

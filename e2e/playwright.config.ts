/**
 * The end-to-end tests: real browser, production build, emulator. `npm test` builds first, then runs them. To run them
 * alone: `npx next build && npx playwright test --config e2e/playwright.config.ts`
 */
import { defineConfig } from 'playwright/test';
import { findBrowser } from '../scripts/find-browser';
import {
  brainEnvironment,
  callbackSettings,
  EMULATOR,
  emulatorSettings,
  NEXT,
  quietNext,
} from '../scripts/local-stack';
import type { Condition } from './fixtures';
import {
  appPort,
  appUrl,
  authSecret,
  browserArgs,
  CLOUD_TIMEOUT_MS,
  emulatorPort,
  emulatorUrl,
  misconfiguredPort,
  misconfiguredUrl,
  READY_TIMEOUT_MS,
} from './stack';

const settings = {
  ...emulatorSettings(emulatorPort),
  ...brainEnvironment(appPort),
  AUTH_SECRET: authSecret,
  AUTH_URL: '',
  REDIS_URL: '',
  DEMO_LOGIN: '1',
  FEEDBACK: '1',
  // Parallel tests make more calls than MetaStudio allows a tenant.
  ONCE_CODES_PER_SECOND: '0',
  METASTUDIO_TIMEOUT_MS: String(CLOUD_TIMEOUT_MS),
  METASTUDIO_READY_TIMEOUT_MS: String(READY_TIMEOUT_MS),
  NODE_ENV: 'production',
  ...quietNext,
};

const app = (port: number, env: Record<string, string>) => ({
  command: `"${process.execPath}" ${NEXT} start --port ${port}`,
  url: `http://localhost:${port}/api/health`,
  cwd: '..',
  env,
  reuseExistingServer: false,
});

const PRESENTER = 'presenter.spec.ts';
const CONDITIONS = ['translated', 'files lost once live'] satisfies Condition[];

export default defineConfig<{ condition: Condition }>({
  testDir: '.',
  outputDir: '../test-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  projects: [
    // `live.spec.ts` is for the real cloud: `npm run test:live`.
    { name: 'plain', testIgnore: ['live.spec.ts', PRESENTER] },
    // Repeats the core tests with what browsers and networks do to a page.
    ...CONDITIONS.map((condition) => ({
      name: condition,
      grep: /@core/,
      testIgnore: ['live.spec.ts', PRESENTER],
      use: { condition },
    })),
    // These tests measure moving pictures, and other tests beside them would leave too few.
    { name: 'presenter', testMatch: PRESENTER, dependencies: ['plain', ...CONDITIONS] },
  ],
  // Limits for a loaded machine with two cores. Nothing waits for them when all works.
  timeout: 90_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: appUrl,
    locale: 'en-US',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: findBrowser(),
      args: browserArgs,
    },
  },
  webServer: [
    {
      command: `"${process.execPath}" ${EMULATOR.join(' ')}`,
      url: emulatorUrl,
      cwd: '..',
      env: { EMULATOR_PORT: String(emulatorPort), ...callbackSettings(appPort) },
      reuseExistingServer: false,
    },
    app(appPort, settings),
    app(misconfiguredPort, { ...settings, HUAWEICLOUD_SDK_SK: '', AUTH_URL: misconfiguredUrl }),
  ],
});

/**
 * The live tests: real browser, production build, real cloud. `npm run test:live` builds first, then runs them. Every
 * run uses once codes and opens paid sessions, so the app limits their number.
 */
import { defineConfig } from 'playwright/test';
import { findBrowser } from '../scripts/find-browser';
import { NEXT, quietNext } from '../scripts/local-stack';
import { reasonToSkip } from '../scripts/test-live/reason-to-skip';
import { appPort, appUrl, authSecret } from './stack';

const reason = reasonToSkip(process.env);
if (reason) throw new Error(`The live tests are for the real cloud: ${reason}`);

/** Three tests use five codes. The rest is for codes that the cloud refuses. */
const MAX_CODES = '10';

export default defineConfig({
  testDir: '.',
  testMatch: 'live.spec.ts',
  outputDir: '../test-results',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  // A start may take three attempts, each with its ready time-out.
  timeout: 300_000,
  expect: { timeout: 150_000 },
  use: {
    baseURL: appUrl,
    locale: 'en-US',
    // A trace would store real codes and tokens on disk.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: findBrowser(),
      args: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    },
  },
  webServer: {
    command: `"${process.execPath}" ${NEXT} start --port ${appPort}`,
    url: `http://localhost:${appPort}/api/health`,
    cwd: '..',
    env: {
      AUTH_SECRET: authSecret,
      AUTH_URL: '',
      DEMO_LOGIN: '',
      REDIS_URL: '',
      ONCE_CODES_PER_USER_PER_MINUTE: MAX_CODES,
      ONCE_CODES_PER_USER_PER_DAY: MAX_CODES,
      NODE_ENV: 'production',
      ...quietNext,
    },
    reuseExistingServer: false,
  },
});

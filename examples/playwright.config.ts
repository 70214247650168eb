/**
 * Runs each example as the README starts it, in a real browser:
 * `npx playwright test --config examples/playwright.config.ts`
 */
import { defineConfig } from 'playwright/test';
import { findBrowser } from '../scripts/find-browser.ts';

const port = (name: string, fallback: number) => process.env[name] ?? String(fallback);

const example = (name: string, appPort: string, emulatorPort: string) => ({
  project: {
    name,
    use: { baseURL: `http://localhost:${appPort}` },
    metadata: { emulatorUrl: `http://127.0.0.1:${emulatorPort}` },
  },
  server: {
    command: `"${process.execPath}" --import tsx examples/start.ts ${name}`,
    url: `http://127.0.0.1:${appPort}/`,
    cwd: '..',
    // All tests share one user, who starts more conversations per minute than a real one.
    env: { PORT: appPort, EMULATOR_PORT: emulatorPort, ONCE_CODES_PER_USER_PER_MINUTE: '0' },
    reuseExistingServer: false,
  },
});

const examples = [
  example('plain', port('PLAIN_PORT', 3430), port('PLAIN_EMULATOR_PORT', 4430)),
  example('express-vite', port('EXPRESS_VITE_PORT', 3431), port('EXPRESS_VITE_EMULATOR_PORT', 4431)),
];

const fakeMicrophone = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'];

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/examples',
  workers: 1,
  reporter: 'list',
  // Limits for a loaded machine with two cores. Nothing waits for them when all works.
  timeout: 90_000,
  expect: { timeout: 30_000 },
  use: { launchOptions: { executablePath: findBrowser(), args: ['--disable-3d-apis', ...fakeMicrophone] } },
  projects: examples.map(({ project }) => project),
  webServer: examples.map(({ server }) => server),
});

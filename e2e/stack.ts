/** The processes of the end-to-end tests: one emulator, one app, and one app without a required setting. */
import { randomBytes } from 'node:crypto';
import { EmulatorControl } from '../scripts/emulator-control';

// `npm test` chooses free ports. These are for running Playwright alone.
const port = (name: string, fallback: number) => Number(process.env[name] ?? fallback);

export const appPort = port('E2E_APP_PORT', 3620);
export const misconfiguredPort = port('E2E_MISCONFIGURED_PORT', 3621);
export const emulatorPort = port('E2E_EMULATOR_PORT', 4620);

export const appUrl = `http://localhost:${appPort}`;
export const misconfiguredUrl = `http://localhost:${misconfiguredPort}`;
export const emulatorUrl = `http://127.0.0.1:${emulatorPort}`;

export const emulatorOf = (user: string) => new EmulatorControl(emulatorUrl, user);

/** Created once: the workers, which run this file again, inherit the environment. */
process.env.E2E_AUTH_SECRET ??= randomBytes(32).toString('base64');
export const authSecret = process.env.E2E_AUTH_SECRET;

/** Short, so that tests wait little; long enough for a slow machine. */
export const CLOUD_TIMEOUT_MS = 2_000;
/** As in production: tests advance the page's clock past it. */
export const READY_TIMEOUT_MS = 30_000;

/** The options of every test's browser. */
export const browserArgs = [
  '--use-fake-device-for-media-stream',
  '--disable-quic',
  '--disable-background-networking',
  // Pages of the address bar, which Chromium loads for each new window: an eighth of the tests' processor time.
  '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup',
];

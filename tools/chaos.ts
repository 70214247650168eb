/**
 * `npm run chaos`: breaks what can break, one thing after the other, and compares what comes with what must come; then
 * sends ten thousand malformed requests, none of which may be answered 500. Needs a build (`npm run build`); everything
 * runs on loopback. `npm run chaos -- --only=faults|fuzz`, `--seed=1`, `--requests=10000`. Exit code 1 on any deviation.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startEmulator } from '../emulator/start';
import { AppInstance, stopAllInstances } from '../scripts/app-instance';
import { EmulatorControl } from '../scripts/emulator-control';
import { anyFreePort } from '../scripts/free-port';
import { emulatorSettings } from '../scripts/local-stack';
import { tryActions } from './chaos/action-faults';
import { fuzz } from './chaos/fuzz';
import { tryMachines } from './chaos/machine-faults';
import { CLOUD_TIMEOUT_MS, tryRoute } from './chaos/route-faults';
import { trySettings } from './chaos/setting-faults';
import { Deviations } from './deviations';

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    requests: { type: 'string', default: '10000' },
  },
});
if (!existsSync('.next/BUILD_ID')) {
  console.error('There is no build: npm run build');
  process.exit(1);
}
const emulator = await startEmulator({ port: 0 });
const control = new EmulatorControl(emulator.url);
const secret = randomBytes(32).toString('base64');
const settings = {
  ...emulatorSettings(emulator.port),
  AUTH_SECRET: secret,
  METASTUDIO_TIMEOUT_MS: String(CLOUD_TIMEOUT_MS),
  // Everybody here is one tenant, and quicker than any; the limit has a row of its own.
  ONCE_CODES_PER_SECOND: '0',
};
const outcome = new Deviations();
try {
  if (flags.only !== 'fuzz') {
    const app = await AppInstance.start({ port: await anyFreePort(), env: settings });
    await tryRoute(app, control, secret, outcome);
    outcome.expect('the log holds no once code', /[A-Za-z0-9]{64}/.test(app.output), false);
    await app.stop();
    await trySettings(settings, secret, control, outcome);
    await tryMachines(settings, secret, control, outcome);
  }
  if (flags.only !== 'faults') {
    const app = await AppInstance.start({ port: await anyFreePort(), env: { ...settings, DEMO_LOGIN: '1' } });
    await tryActions(app, outcome);
    await fuzz(app, { seed: Number(flags.seed), requests: Number(flags.requests), secret }, outcome);
    await app.stop();
  }
} finally {
  await stopAllInstances();
  await emulator.close();
}
outcome.printAndExit();

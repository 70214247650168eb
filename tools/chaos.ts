/**
 * `npm run chaos`: causes one fault after another and compares the result with the expected one, then sends ten
 * thousand malformed requests, none of which may be answered 500. It needs a build (`npm run build`) and runs on
 * loopback. `npm run chaos -- redis proxies` runs some sections only. `--seed=1` and `--requests=10000` set the
 * malformed requests. A section reports that it skips when a program is not installed. Exit code 1 on any deviation.
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
import { tryOpenId } from './chaos/openid-faults';
import { tryOtherBrowsers } from './chaos/other-browsers';
import { tryOutboundProxy } from './chaos/outbound-faults';
import { tryProxies } from './chaos/proxy-faults';
import { tryRedis } from './chaos/redis-faults';
import { CLOUD_TIMEOUT_MS, tryRoute } from './chaos/route-faults';
import { trySettings } from './chaos/setting-faults';
import { Expectations } from './expectations';

const { values: flags, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    requests: { type: 'string', default: '10000' },
  },
});
if (!existsSync('.next/BUILD_ID')) {
  console.error('No build found. Run: npm run build');
  process.exit(1);
}
const emulator = await startEmulator({ port: 0 });
const control = new EmulatorControl(emulator.url);
const secret = randomBytes(32).toString('base64');
const settings = {
  ...emulatorSettings(emulator.port),
  AUTH_SECRET: secret,
  METASTUDIO_TIMEOUT_MS: String(CLOUD_TIMEOUT_MS),
  // All users here are one tenant and faster than any real one. The limit has its own row.
  ONCE_CODES_PER_SECOND: '0',
};
const outcome = new Expectations();

async function withApp(env: Record<string, string>, use: (app: AppInstance) => Promise<void>): Promise<void> {
  const app = await AppInstance.start({ port: await anyFreePort(), env: { ...settings, ...env } });
  await use(app);
  await app.stop();
}

const sections: Record<string, () => Promise<void>> = {
  route: () =>
    withApp({}, async (app) => {
      await tryRoute(app, control, secret, outcome);
      outcome.expect('the log holds no once code', /[A-Za-z0-9]{64}/.test(app.output), false);
    }),
  settings: () => trySettings(settings, secret, control, outcome),
  machines: () => tryMachines(settings, secret, control, outcome),
  redis: () => tryRedis(settings, secret, outcome),
  proxies: () => tryProxies(settings, secret, outcome),
  outbound: () => tryOutboundProxy(settings, secret, outcome),
  openid: () => tryOpenId(settings, outcome),
  browsers: () => withApp({ DEMO_LOGIN: '1' }, (app) => tryOtherBrowsers(app, control, outcome)),
  fuzz: () =>
    withApp({ DEMO_LOGIN: '1' }, async (app) => {
      await tryActions(app, outcome);
      await fuzz(app, { seed: Number(flags.seed), requests: Number(flags.requests), secret }, outcome);
    }),
};

const unknown = asked.filter((name) => !(name in sections));
if (unknown.length > 0) {
  console.error(`Unknown section: ${unknown.join(', ')}. Sections: ${Object.keys(sections).join(', ')}.`);
  process.exit(1);
}
try {
  for (const [name, run] of Object.entries(sections)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    console.log(`${name} …`);
    // A fault in one section must not stop the others.
    await run().catch((error: unknown) => outcome.expect(`${name}: finishes`, String(error), 'finished'));
  }
} finally {
  await stopAllInstances();
  await emulator.close();
}
outcome.printAndExit();

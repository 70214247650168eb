/**
 * `npm run gallery`: takes a screenshot of every state, light and dark, in each size and language, into `gallery/`. It
 * needs a production build. Arguments filter by name: `npx tsx tools/gallery.ts live zh-CN`.
 */
import { mkdirSync } from 'node:fs';
import { type Browser, chromium } from 'playwright';
import { CONSENT_COOKIE, CONSENT_VERSION } from '../lib/consent';
import { demoUsers } from '../lib/server/auth/demo-users';
import { EmulatorControl } from '../scripts/emulator-control';
import { findBrowser } from '../scripts/find-browser';
import { stackPorts } from '../scripts/free-port';
import {
  brainEnvironment,
  callbackSettings,
  demoSignInSettings,
  EMULATOR,
  emulatorSettings,
  NEXT,
  runStack,
  startNode,
  stopAll,
} from '../scripts/local-stack';
import { untilUp } from '../scripts/until';
import { states } from './gallery/states';

const FOLDER = 'gallery';
const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
  { width: 844, height: 390 },
];
const locales = ['en', 'zh-CN'];
const wanted = process.argv.slice(2);
const chosen = (all: string[]) =>
  all.some((name) => wanted.includes(name)) ? all.filter((name) => wanted.includes(name)) : all;

await runStack(async () => {
  const { port, emulatorPort } = await stackPorts();
  const appUrl = `http://localhost:${port}`;
  startNode('emulator', EMULATOR, { EMULATOR_PORT: String(emulatorPort), ...callbackSettings(port) });
  await untilUp(`http://127.0.0.1:${emulatorPort}/`);
  startNode('app', [NEXT, 'start', '--port', String(port)], {
    ...emulatorSettings(emulatorPort),
    ...brainEnvironment(port),
    ...demoSignInSettings(),
    ONCE_CODES_PER_USER_PER_MINUTE: '0',
    FEEDBACK: '1',
    NODE_ENV: 'production',
  });
  await untilUp(`${appUrl}/api/health`);
  const emulator = new EmulatorControl(`http://127.0.0.1:${emulatorPort}`, demoUsers[0].id);
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: ['--use-fake-device-for-media-stream'],
  });
  try {
    mkdirSync(FOLDER, { recursive: true });
    for (const locale of chosen(locales)) {
      for (const name of chosen(Object.keys(states))) {
        await takePictures({ browser, appUrl, emulator, name, locale });
        console.log(`${name}, ${locale}`);
      }
    }
  } finally {
    await browser.close();
  }
  stopAll(0);
});

interface Sitting {
  browser: Browser;
  appUrl: string;
  /** The language of the user. */
  emulator: EmulatorControl;
  /** The name of the state. */
  name: string;
  locale: string;
}

/** One visit per state and language. Theme and size change during the visit. */
async function takePictures({ browser, appUrl, emulator, name, locale }: Sitting): Promise<void> {
  const context = await browser.newContext({
    baseURL: appUrl,
    locale,
    permissions: ['microphone'],
    viewport: sizes[0] ?? null,
  });
  await context.addCookies([
    { name: CONSENT_COOKIE, value: CONSENT_VERSION, url: appUrl },
    { name: 'locale', value: locale, url: appUrl },
  ]);
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.locator('#content form button').first().click();
  await page.waitForURL(`${appUrl}/chat`);
  await states[name]?.({ page, locale, emulator });
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${FOLDER}/${name}.${locale}.${colorScheme}.${size.width}x${size.height}.png` });
    }
  }
  await context.close();
  await emulator.reset();
}

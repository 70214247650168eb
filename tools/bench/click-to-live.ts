/**
 * Measures the wait between the click on *Start conversation* and the digital human, in a real browser, with fixed
 * delays of the vendor's parts. No page can be faster than those parts one after another, the critical path. It
 * measures that path by hand on an empty page, round by round in the same run, because the SDK's start takes its own
 * time beside the requested delays. `npx tsx tools/bench/click-to-live.ts`, on the build in `.next`.
 */
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { type Emulator, startEmulator } from '../../emulator/start';
import { CONSENT_COOKIE, CONSENT_VERSION } from '../../lib/consent';
import { AppInstance } from '../../scripts/app-instance';
import { EmulatorControl } from '../../scripts/emulator-control';
import { findOrInstallBrowser } from '../../scripts/find-browser';
import { anyFreePort } from '../../scripts/free-port';
import { emulatorSettings, withoutLimits } from '../../scripts/local-stack';
import { sessionCookie } from '../../scripts/test-user';
import { bareStart } from './bare-start';
import { medianOf, type Row, rounded } from './row';

const ROUNDS = 7;
/** Like a distant cloud. During the wait in `create()` the SDK prepares picture and sound. */
const CLOUD_MS = 300;
const SDK_LOAD_MS = 500;
const CREATE_MS = 1_000;
/** Between the pointer's arrival on the button and the press, for pages that load the SDK on hover. */
const HOVER_MS = 250;
const LIVE_LIMIT_MS = 60_000;

/** When the page loads the SDK: while idle, on hover, or with the click. */
type LoadedAt = 'idle' | 'intent' | 'click';

interface Wait {
  clickToLiveMs: number;
  /** The duration of each status. */
  steps: Record<string, number>;
  firstPaintMs: number;
}

interface Stage {
  browser: Browser;
  emulator: Emulator;
  appUrl: string;
  secret: string;
}

export async function benchClickToLive({ rounds = ROUNDS } = {}): Promise<Row[]> {
  const emulator = await startEmulator({ port: 0 });
  const secret = randomBytes(32).toString('base64');
  const env = { ...emulatorSettings(emulator.port), AUTH_SECRET: secret, ...withoutLimits };
  const app = await AppInstance.start({ port: await anyFreePort(), env });
  // Without a GPU the software presenter would use the core under measurement. avatar.ts measures it.
  const browser = await chromium.launch({ executablePath: findOrInstallBrowser(), args: ['--disable-3d-apis'] });
  const stage = { browser, emulator, appUrl: app.url, secret };
  const preloaded = new Waits(stage, 'idle');
  const intended = new Waits(stage, 'intent');
  const cold = new Waits(stage, 'click');
  try {
    await new Waits(stage, 'idle', 'warm-up').round();
    for (let round = 0; round < rounds; round++) {
      await preloaded.round();
      await intended.round();
      await cold.round();
    }
  } finally {
    await browser.close();
    await app.stop();
    await emulator.close();
  }
  return [
    ...rowsOf('SDK loaded before', preloaded, CLOUD_MS + CREATE_MS),
    ...rowsOf(`SDK loaded ${HOVER_MS} ms before, on intent`, intended, SDK_LOAD_MS - HOVER_MS + CLOUD_MS + CREATE_MS),
    ...rowsOf('SDK loaded after the click', cold, SDK_LOAD_MS + CLOUD_MS + CREATE_MS),
    {
      name: 'first paint of /chat, nothing cached',
      value: rounded(
        medianOf([...preloaded.ours, ...intended.ours, ...cold.ours].map(({ firstPaintMs }) => firstPaintMs)),
        0,
      ),
      unit: 'ms',
      note: 'for information; loopback',
    },
  ];
}

class Waits {
  readonly ours: Wait[] = [];
  readonly bareMs: number[] = [];

  readonly #stage: Stage;
  readonly #loadedAt: LoadedAt;
  readonly #name: string;

  /** @param name distinguishes these users: a user whose last conversation still ends would be asked where to continue */
  constructor(stage: Stage, loadedAt: LoadedAt, name: string = loadedAt) {
    this.#stage = stage;
    this.#loadedAt = loadedAt;
    this.#name = name;
  }

  async round(): Promise<void> {
    const userId = `${this.#name}-${this.ours.length}`;
    this.bareMs.push(await inSlowCloud(this.#stage, `${userId}-bare`, (context) => this.#byHand(context)));
    this.ours.push(await inSlowCloud(this.#stage, userId, (context) => this.#onThePage(context)));
  }

  async #byHand(context: BrowserContext): Promise<number> {
    const page = await context.newPage();
    await page.goto(`${this.#stage.appUrl}/api/health`);
    return bareStart(
      page,
      emulatorSettings(this.#stage.emulator.port).METASTUDIO_SDK_URL ?? '',
      this.#loadedAt === 'idle',
    );
  }

  async #onThePage(context: BrowserContext): Promise<Wait> {
    // With data saving on, the page does not load the SDK while idle, so that the other cases can be measured.
    if (this.#loadedAt !== 'idle')
      await context.addInitScript("Object.defineProperty(navigator.connection, 'saveData', { value: true })");
    const page = await context.newPage();
    await page.goto(`${this.#stage.appUrl}/chat`);
    await page.getByRole('button', { name: 'Start conversation' }).waitFor();
    // React marks what it has hydrated. A click before that would wait for it.
    await page.waitForFunction(() => Object.keys(document.querySelector('[data-main-action]') ?? {}).length > 0);
    if (this.#loadedAt === 'idle') await page.waitForFunction(() => 'HwICSUiSdk' in window);
    if (this.#loadedAt === 'intent') {
      await page.getByRole('button', { name: 'Start conversation' }).hover();
      await new Promise((resolve) => setTimeout(resolve, HOVER_MS));
    }
    return clickUntilLive(page);
  }
}

/** Signs a user in to a new browser context. The next start meets every delay once. */
async function inSlowCloud<T>(stage: Stage, userId: string, act: (context: BrowserContext) => Promise<T>): Promise<T> {
  const everyone = new EmulatorControl(stage.emulator.url);
  const user = everyone.of(userId);
  await everyone.fault({ target: 'sdk', times: 1, delayMs: SDK_LOAD_MS }); // the browser fetches the script without a user
  await user.fault({ target: 'once-code', times: 1, delayMs: CLOUD_MS });
  await user.fault({ target: 'sdk', times: 1, delayMs: CREATE_MS });
  const context = await stage.browser.newContext({ locale: 'en-US' });
  try {
    await signIn(context, stage, userId);
    return await act(context);
  } finally {
    await context.close();
  }
}

/** In the page's own time, which excludes the time between browser and test. */
async function clickUntilLive(page: Page): Promise<Wait> {
  const status = await page.getByRole('status', { name: 'Session' }).elementHandle();
  const watched = page.evaluate(
    ({ element, limitMs }) =>
      new Promise<[string, number][]>((resolve, reject) => {
        const entered: [string, number][] = [];
        setTimeout(() => reject(new Error(`not live after ${limitMs} ms:\n${document.body.innerText}`)), limitMs);
        addEventListener('click', ({ timeStamp }) => entered.push(['click', timeStamp]), { capture: true, once: true });
        new MutationObserver(() => {
          const { status: name = '' } = (element as HTMLElement).dataset;
          if (name !== entered.at(-1)?.[0]) entered.push([name, performance.now()]);
          if (name === 'live') resolve(entered);
        }).observe(element as HTMLElement, { attributes: true });
      }),
    { element: status, limitMs: LIVE_LIMIT_MS },
  );
  await page.getByRole('button', { name: 'Start conversation' }).click();
  const entered = await watched;
  const firstPaintMs = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  );
  const tookMs = entered.slice(1).map(([, atMs], index) => atMs - (entered[index]?.[1] ?? Number.NaN));
  const steps = Object.fromEntries(tookMs.map((ms, index) => [entered[index]?.[0] ?? '', ms]));
  return { clickToLiveMs: tookMs.reduce((sum, ms) => sum + ms, 0), firstPaintMs, steps };
}

async function signIn(context: BrowserContext, { appUrl, secret }: Stage, userId: string): Promise<void> {
  const cookie = await sessionCookie({ id: userId, name: userId }, secret, appUrl);
  await context.addCookies([
    { ...cookie, url: appUrl, httpOnly: true, sameSite: 'Lax' },
    { name: CONSENT_COOKIE, value: CONSENT_VERSION, url: appUrl, sameSite: 'Lax' },
  ]);
}

function rowsOf(how: string, { ours, bareMs }: Waits, orderedMs: number): Row[] {
  const tookMs = medianOf(ours.map(({ clickToLiveMs }) => clickToLiveMs));
  const floorMs = medianOf(bareMs);
  const ratio = medianOf(ours.map(({ clickToLiveMs }, round) => clickToLiveMs / (bareMs[round] ?? Number.NaN)));
  const split = Object.keys(ours[0]?.steps ?? {}).map(
    (step) => `${step} ${rounded(medianOf(ours.map(({ steps }) => steps[step] ?? 0)), 0)}`,
  );
  return [
    {
      name: `click to live, ${how}`,
      value: rounded(tookMs, 0),
      unit: 'ms',
      note: `median of ${ours.length}: ${split.join(' + ')}`,
    },
    {
      name: `  ${how}: against the critical path`,
      value: rounded(ratio, 3),
      unit: '×',
      note: `aim ≤ 1.05; a bare start on an empty page takes ${rounded(floorMs, 0)} ms`,
    },
    {
      name: `  ${how}: against the requested delays alone`,
      value: rounded(tookMs / orderedMs, 3),
      unit: '×',
      note: `${orderedMs} ms; includes the rest of the SDK's start; a bare start: ${rounded(floorMs / orderedMs, 3)} ×`,
    },
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.table(await benchClickToLive());
  process.exit(0);
}

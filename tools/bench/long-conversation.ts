/**
 * Measures what a piece of an answer costs the page in a short and in a long conversation, and whether an hour's
 * conversation stays usable. It passes the SDK's own events to the page as fast as the measurement requires. The floor
 * is the same page in the same run, without pieces. `npx tsx tools/bench/long-conversation.ts`, on the build in
 * `.next`.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type CDPSession, chromium, type Page } from 'playwright';
import { startEmulator } from '../../emulator/start';
import { CONSENT_COOKIE, CONSENT_VERSION } from '../../lib/consent';
import { AppInstance } from '../../scripts/app-instance';
import { findOrInstallBrowser } from '../../scripts/find-browser';
import { anyFreePort } from '../../scripts/free-port';
import { emulatorSettings, withoutLimits } from '../../scripts/local-stack';
import { sessionCookie } from '../../scripts/test-user';
import { medianOf, type Row, rounded } from './row';

const SHORT_LINES = 10;
/** As fast as a language model writes. */
const PIECES_PER_SECOND = 25;
/** An hour's conversation. */
const WHOLE: Extent = { longLines: 1_500, allLines: 2_000, rounds: 3, measuredMs: 3_000 };
/** An hour in which the digital human speaks for half of the time. The lines contain the rest of the pieces. */
const PIECES_A_LINE = 45;
const COST_LIMIT = 2;
/** A page that needs longer than this per line is too slow. The measurement continues with the lines so far. */
const REPLAY_LIMIT_MS = 60_000;

interface Extent {
  /** Where it compares the cost of a piece with that at the start. */
  longLines: number;
  allLines: number;
  rounds: number;
  measuredMs: number;
}

export async function benchLongConversation(extent = WHOLE): Promise<Row[]> {
  const emulator = await startEmulator({ port: 0 });
  const secret = randomBytes(32).toString('base64');
  const env = { ...emulatorSettings(emulator.port), AUTH_SECRET: secret, ...withoutLimits };
  const app = await AppInstance.start({ port: await anyFreePort(), env });
  // Without a GPU the software presenter would use the core under measurement.
  const browser = await chromium.launch({ executablePath: findOrInstallBrowser(), args: ['--disable-3d-apis'] });
  try {
    const context = await browser.newContext({ locale: 'en-US' });
    const cookie = await sessionCookie({ id: 'talker', name: 'Talker' }, secret, app.url);
    await context.addCookies([
      { ...cookie, url: app.url, httpOnly: true, sameSite: 'Lax' },
      { name: CONSENT_COOKIE, value: CONSENT_VERSION, url: app.url, sameSite: 'Lax' },
    ]);
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    await keepListeners(page);
    await page.goto(`${app.url}/chat`);
    await page.getByRole('button', { name: 'Start conversation' }).click();
    await page.locator('[data-status="live"]').waitFor();
    return await measure(page, await context.newCDPSession(page), extent);
  } finally {
    await browser.close();
    await app.stop();
    await emulator.close();
  }
}

async function measure(page: Page, devtools: CDPSession, extent: Extent): Promise<Row[]> {
  await devtools.send('Performance.enable');
  await page.getByRole('textbox', { name: 'Message' }).focus();
  await say(page, 0, SHORT_LINES);
  const short = await costOfPieces(page, devtools, extent);
  const replayFromMs = performance.now();
  const longLines = await say(page, SHORT_LINES, extent.longLines);
  const long = await costOfPieces(page, devtools, extent);
  const allLines = await say(page, longLines, extent.allLines);
  const replayedMs = performance.now() - replayFromMs - long.tookMs;
  const ratio = long.pieceMs / short.pieceMs;
  const last = await costOfPieces(page, devtools, extent);
  const typed = await typingMs(page);
  const memory = await memoryOf(page, devtools);
  const usable = await usability(page, allLines);
  return [
    {
      name: `a piece of an answer at ${SHORT_LINES} lines`,
      value: rounded(short.pieceMs, 2),
      unit: 'ms',
      note: `of the main thread, over the same page without pieces; median of ${extent.rounds}`,
    },
    {
      name: `a piece of an answer at ${longLines} lines, against one at ${SHORT_LINES}`,
      value: rounded(ratio, 2),
      unit: '×',
      note: `must be ≤ ${COST_LIMIT}; ${rounded(long.pieceMs, 2)} ms`,
      isBroken: !(ratio <= COST_LIMIT) || longLines < extent.longLines,
    },
    {
      name: `frames at ${allLines} lines while an answer comes, against ${SHORT_LINES} lines`,
      value: rounded(last.framesPerSecond / short.framesPerSecond, 2),
      unit: '×',
      note: `${rounded(last.framesPerSecond)} frames/s; at ${SHORT_LINES} lines ${rounded(short.framesPerSecond)}`,
    },
    {
      name: `a key in the message box at ${allLines} lines, to the next frame`,
      value: rounded(typed, 0),
      unit: 'ms',
      note: 'while an answer comes; median',
    },
    {
      name: `an hour replayed: ${allLines} lines, ${(allLines / 2) * PIECES_A_LINE} pieces`,
      value: rounded(replayedMs / 1_000),
      unit: 's',
      note: `must reach ${extent.allLines} lines`,
      isBroken: allLines < extent.allLines,
    },
    {
      name: `memory at ${allLines} lines: JavaScript heap`,
      value: rounded(memory.heapMb),
      unit: 'MB',
      note: `after collection; ${memory.nodes} nodes in the document`,
    },
    ...usable.map(([name, isSo]) => ({ name, value: isSo ? 1 : 0, unit: 'of 1', note: 'must be 1', isBroken: !isSo })),
  ];
}

/** The listeners that the page passes to `HwICSUiSdk.create`. */
async function keepListeners(page: Page): Promise<void> {
  // esbuild, which compiles this file, wraps functions in a helper that the page lacks.
  await page.addInitScript('globalThis.__name = (it) => it');
  await page.addInitScript(() => {
    let sdk: { create: (parameters: { eventListeners: object }) => unknown } | undefined;
    Object.defineProperty(window, 'HwICSUiSdk', {
      configurable: true,
      get: () => sdk,
      set(value: NonNullable<typeof sdk>) {
        const create = value.create.bind(value);
        value.create = (parameters) => {
          Object.assign(window, { sdkListeners: parameters.eventListeners });
          return create(parameters);
        };
        sdk = value;
      },
    });
  });
}

interface Listeners {
  sdkListeners: Record<'speechRecognized' | 'semanticRecognized', (payload: object) => void>;
}

/**
 * Adds questions and answers in turns, from line `from` until there are `to`. Each answer comes in pieces, one turn per
 * task.
 * @returns the number of lines then
 */
async function say(page: Page, from: number, to: number): Promise<number> {
  const lines = await page.evaluate(
    async ({ from, to, pieces, limitMs }) => {
      const { speechRecognized, semanticRecognized } = (window as unknown as Listeners).sdkListeners;
      const nextTask = () =>
        new Promise<void>((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve();
          port2.postMessage(0);
        });
      const giveUpAtMs = performance.now() + limitMs;
      for (let line = from; line < to; line += 2) {
        if (performance.now() > giveUpAtMs) return line;
        const chatId = `replayed-${line}`;
        speechRecognized({ text: `Question number ${line}, is it?`, isLast: true, resultId: chatId, chatId });
        for (let piece = 0; piece < pieces; piece++) {
          const text = piece === 0 ? `Answer number ${line + 1}: ` : `word${piece} `;
          semanticRecognized({ text, isLast: false, isReplace: false, chatId, resultId: chatId });
        }
        semanticRecognized({ text: '', isLast: true, isReplace: false, chatId, resultId: chatId });
        await nextTask();
      }
      return to;
    },
    { from, to, pieces: PIECES_A_LINE, limitMs: REPLAY_LIMIT_MS },
  );
  const last = page.getByText(`Answer number ${lines - 1}:`);
  await last.first().waitFor({ state: 'attached' });
  return lines;
}

interface Cost {
  pieceMs: number;
  framesPerSecond: number;
  tookMs: number;
}

/** The page's main thread time during an answer, minus that of the same page at rest. */
async function costOfPieces(page: Page, devtools: CDPSession, { rounds, measuredMs }: Extent): Promise<Cost> {
  const startedAtMs = performance.now();
  const costs: number[] = [];
  const frames: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const rest = await busyWhile(page, devtools, { isAnswering: false, measuredMs });
    const answering = await busyWhile(page, devtools, { isAnswering: true, measuredMs });
    costs.push(
      (answering.busyMs / answering.tookMs - rest.busyMs / rest.tookMs) * (answering.tookMs / answering.pieces),
    );
    frames.push(answering.frames / (answering.tookMs / 1_000));
  }
  return {
    pieceMs: medianOf(costs),
    framesPerSecond: medianOf(frames),
    tookMs: performance.now() - startedAtMs,
  };
}

async function busyWhile(
  page: Page,
  devtools: CDPSession,
  { isAnswering, measuredMs }: { isAnswering: boolean; measuredMs: number },
) {
  const before = await taskMs(devtools);
  const seen = await page.evaluate(
    async ({ isAnswering, measuredMs, everyMs }) => {
      const { semanticRecognized } = (window as unknown as Listeners).sdkListeners;
      const chatId = `measured-${performance.now()}`;
      let frames = 0;
      let pieces = 0;
      let isOver = false;
      const count = () => {
        frames += 1;
        if (!isOver) requestAnimationFrame(count);
      };
      requestAnimationFrame(count);
      const startedAtMs = performance.now();
      await new Promise<void>((resolve) => {
        const timer = setInterval(() => {
          if (performance.now() - startedAtMs > measuredMs) {
            clearInterval(timer);
            resolve();
          } else if (isAnswering) {
            pieces += 1;
            semanticRecognized({ text: 'a word ', isLast: false, isReplace: false, chatId, resultId: chatId });
          }
        }, everyMs);
      });
      isOver = true;
      const tookMs = performance.now() - startedAtMs;
      if (isAnswering) semanticRecognized({ text: '', isLast: true, isReplace: false, chatId, resultId: chatId });
      return { frames, pieces, tookMs };
    },
    { isAnswering, measuredMs, everyMs: 1_000 / PIECES_PER_SECOND },
  );
  return { ...seen, busyMs: (await taskMs(devtools)) - before };
}

async function taskMs(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000;
}

/** From the input event to the frame that shows it, during an answer. */
async function typingMs(page: Page): Promise<number> {
  const message = page.getByRole('textbox', { name: 'Message' });
  const waits = await message.evaluateHandle((box) => {
    const seen: number[] = [];
    box.addEventListener('input', ({ timeStamp }) => {
      requestAnimationFrame(() => setTimeout(() => seen.push(performance.now() - timeStamp)));
    });
    const { semanticRecognized } = (window as unknown as Listeners).sdkListeners;
    const chatId = 'measured-typing';
    setInterval(
      () => semanticRecognized({ text: 'a word ', isLast: false, isReplace: false, chatId, resultId: chatId }),
      40,
    );
    return seen;
  });
  await message.pressSequentially('one two three four');
  await page.waitForFunction((seen) => seen.length >= 18, waits);
  return medianOf(await waits.jsonValue());
}

async function memoryOf(page: Page, devtools: CDPSession): Promise<{ heapMb: number; nodes: number }> {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  return { heapMb: usedSize / 1e6, nodes: await page.evaluate(() => document.querySelectorAll('*').length) };
}

async function usability(page: Page, lines: number): Promise<[string, boolean][]> {
  const message = page.getByRole('textbox', { name: 'Message' });
  const hasFocus = await message.evaluate((box) => document.activeElement === box);
  // Imitates the browser's own search, from the top: it cannot find text outside the document.
  const isFound = await page.evaluate(() => {
    const { find } = window as unknown as { find: (...options: [string, boolean, boolean, boolean]) => boolean };
    return find('Question number 4, is it?', false, false, true);
  });
  await page.getByRole('button', { name: 'Save or delete' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Text', exact: true }).click();
  const file = await readFile(await (await downloading).path(), 'utf8');
  const isWhole = [0, 4, lines - 2].every((line) => file.includes(`Question number ${line}, is it?`));
  return [
    ['the message box keeps the focus', hasFocus],
    ["the browser's search finds the first lines", isFound],
    [`the export holds all ${lines} lines`, isWhole && file.includes(`Answer number ${lines - 1}:`)],
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = await benchLongConversation();
  console.table(rows);
  process.exit(rows.some(({ isBroken }) => isBroken) ? 1 : 0);
}

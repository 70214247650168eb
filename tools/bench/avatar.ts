// Measures the digital human in headless Chromium without a graphics card: start time, smoothness, CPU cost and lip
// offset.

import { readdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { type Browser, chromium, type Page } from 'playwright';
import { createVoiceRoute } from '../../emulator/voice/route';
import { SpeechSource } from '../../emulator/voice/speech-source';
import { Synthesiser } from '../../emulator/voice/synthesiser';
import { findOrInstallBrowser } from '../../scripts/find-browser';
import { bundle } from './avatar-bundle';
import { manyConversations } from './avatar-conversations';
import type { AvatarBench } from './avatar-page';
import { type Row, rounded } from './row';

const COUNT_MS = 5_000;
const CONVERSATIONS = 10;
const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export async function benchAvatar({ countMs = COUNT_MS, conversations = CONVERSATIONS } = {}): Promise<Row[]> {
  const synthesiser = new Synthesiser();
  const server = serve({ fetch: (await createApp(synthesiser)).fetch, hostname: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  const browser = await chromium.launch({
    executablePath: findOrInstallBrowser(),
    args: ['--disable-gpu', '--autoplay-policy=no-user-gesture-required'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 640, height: 640 } });
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction(() => 'avatarBench' in window);
    const rows = [...(await transferRows()), ...(await pageRows(page, countMs))];
    await page.close();
    return [...rows, ...(await growthRows(browser, conversations)), loadRow()];
  } finally {
    await browser.close();
    server.close();
    await synthesiser.close();
  }
}

async function pageRows(page: Page, countMs: number): Promise<Row[]> {
  const rows: Row[] = [];
  const add = (name: string, value: number, unit: string, note = '') =>
    rows.push({ name, value: rounded(value), unit, note });
  add('first frame on the received track', await page.evaluate(() => bench().firstFrameMs('ada')), 'ms');
  add(
    'first frame on the received track, everything cached',
    await page.evaluate(() => bench().firstFrameMs('ada')),
    'ms',
    'aim ≤ 700',
  );
  for (const pixels of [480, 720]) {
    for (const content of ['a still', 'idle', 'speaking'] as const) {
      await page.evaluate(([size, what]) => bench().startLine(size, what), [pixels, content] as const);
      await page.waitForTimeout(1_500);
      const cpuBefore = cpuSecondsOfChildren();
      const frames = await page.evaluate((ms) => bench().countFrames(ms), countMs);
      const cpuMs = (cpuSecondsOfChildren() - cpuBefore) * 1000;
      await page.evaluate(() => bench().stopLine());
      const name = `${pixels} px high, ${content}`;
      add(`${name}: received`, frames / (countMs / 1000), 'frames/s', 'aim ≥ 30');
      add(
        `${name}: CPU, render to decode`,
        cpuMs / Math.max(1, frames),
        'ms/frame',
        pixels === 480 && content !== 'a still' ? 'aim ≤ 20' : '',
      );
    }
  }
  add('question to first sound received', await page.evaluate(() => bench().firstSoundMs()), 'ms', 'aim ≤ 500');
  add('lips behind sound (received)', await page.evaluate(() => bench().lipOffsetMs()), 'ms', 'aim within 40');
  return rows;
}

/** Runs in the page. */
declare const avatarBench: AvatarBench;
declare function bench(): AvatarBench;

async function growthRows(browser: Browser, conversations: number): Promise<Row[]> {
  const { held, documentNodes, heapMegabytes } = await manyConversations(browser, conversations);
  const rows = Object.entries({ ...held, documentNodes }).map(([what, value]) => ({
    name: what === 'tokenRenewals' ? 'token renewals, as of the vendor' : inWords(what),
    value,
    unit: '',
    note: what === 'tokenRenewals' ? `aim ${conversations}` : 'aim 0',
  }));
  const heap = { name: 'heap', value: rounded(heapMegabytes), unit: 'MB', note: 'aim < 1' };
  return [...rows, heap].map((row) => ({
    ...row,
    name: `left over after ${conversations} conversations: ${row.name}`,
  }));
}

/** `audioContexts` becomes `audio contexts`. */
const inWords = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Other programs distort frames and times. This row reports their share of the CPU. */
const loadRow = (): Row => ({
  name: `load average, ${availableParallelism()} cores`,
  value: rounded(loadavg()[0] ?? 0),
  unit: '',
  note: '',
});

async function transferRows(): Promise<Row[]> {
  const files = ['ada.json', 'ada.webp', 'ada-parts.webp'];
  const portrait = files
    .map((file) => gzipSync(readFileSync(fromHere(`../../emulator/sdk/assets/${file}`))).length)
    .reduce((sum, bytes) => sum + bytes);
  const script = gzipSync(
    await bundle(new URL('../../emulator/sdk/avatar/create-presenter.ts', import.meta.url)),
  ).length;
  const kilobytes = (bytes: number) => Math.round(bytes / 100) / 10;
  return [
    { name: 'a presenter, gzip', value: kilobytes(portrait), unit: 'kB', note: 'aim ≤ 300' },
    { name: 'presenter code, gzip', value: kilobytes(script), unit: 'kB', note: '' },
    { name: 'a presenter and its code, gzip', value: kilobytes(portrait + script), unit: 'kB', note: '' },
  ];
}

async function createApp(synthesiser: Synthesiser): Promise<Hono> {
  const script = await bundle(new URL('./avatar-page.ts', import.meta.url));
  const app = new Hono();
  app.get('/', (context) =>
    context.html(
      '<!doctype html><title>bench</title><script type="module" src="/page.js"></script><script>function bench(){return avatarBench}</script>',
    ),
  );
  app.get('/page.js', (context) => context.body(script, 200, { 'Content-Type': 'text/javascript' }));
  app.get('/assets/:file{[a-z-]+\\.(?:json|webp)}', (context) =>
    context.body(readFileSync(fromHere(`../../emulator/sdk/assets/${context.req.param('file')}`))),
  );
  app.route('/sdk-voice', createVoiceRoute(new SpeechSource({ synthesiser })));
  return app;
}

/** CPU time of all descendants of this process, which are the browser's. Linux only, 0 elsewhere. */
function cpuSecondsOfChildren(): number {
  if (process.platform !== 'linux') return 0;
  const processes = new Map<string, { parent: string; seconds: number }>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const ticks = Number(fields[11]) + Number(fields[12]);
      processes.set(pid, { parent: fields[1] ?? '', seconds: ticks / 100 });
    } catch {
      // It ended between the listing and the reading.
    }
  }
  const isBelow = (pid: string): boolean => {
    const parent = processes.get(pid)?.parent;
    return parent === String(process.pid) || (parent !== undefined && parent !== '0' && isBelow(parent));
  };
  return [...processes].filter(([pid]) => isBelow(pid)).reduce((sum, [, { seconds }]) => sum + seconds, 0);
}

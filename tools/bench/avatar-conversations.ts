// Runs whole conversations in one page, through the stand-in SDK and a real emulator, and counts what remains.

import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { Browser, CDPSession, Page } from 'playwright';
import { startEmulator } from '../../emulator/start';
import { TestClient, TestClock } from '../../emulator/test-client';
import { bundle } from './avatar-bundle';
import type { ConversationBench, Holdings } from './avatar-conversations-page';

/** Time-outs of up to 5 s may end after a conversation. What remains after that is a leak. */
const SETTLE_MS = 6_000;

/** The growth since the first conversation, which warms up everything permanent. */
export interface ConversationsLeft {
  held: Holdings;
  heapMegabytes: number;
  /** Detached elements included. */
  documentNodes: number;
}

export async function manyConversations(browser: Browser, count: number): Promise<ConversationsLeft> {
  const emulator = await startEmulator({ port: 0 });
  const client = new TestClient(emulator.url, Object.assign(new TestClock(), { nowMs: Date.now() }));
  const server = serve({ fetch: (await createApp(emulator.url)).fetch, hostname: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  const page = await browser.newPage({ viewport: { width: 640, height: 640 } });
  try {
    const devtools = await page.context().newCDPSession(page);
    await page.goto(`http://127.0.0.1:${(server.address() as { port: number }).port}/`);
    await page.waitForFunction(() => 'conversationBench' in window && 'HwICSUiSdk' in window);
    await converse(page, emulator.port, await client.code('ada'));
    const before = await leftOver(page, devtools);
    for (let conversation = 0; conversation < count; conversation++)
      await converse(page, emulator.port, await client.code('ada'));
    const after = await leftOver(page, devtools);
    return {
      held: Object.fromEntries(
        Object.entries(after.held).map(([what, count]) => [what, count - before.held[what as keyof Holdings]]),
      ) as unknown as Holdings,
      heapMegabytes: after.heapMegabytes - before.heapMegabytes,
      documentNodes: after.documentNodes - before.documentNodes,
    };
  } finally {
    await page.close();
    server.close();
    await emulator.close();
  }
}

/** Runs in the page. */
declare const conversationBench: ConversationBench;

const converse = (page: Page, emulatorPort: number, onceCode: string) =>
  page.evaluate(([address, code]) => conversationBench.converse(address, code), [
    `127.0.0.1:${emulatorPort}`,
    onceCode,
  ] as const);

async function leftOver(page: Page, devtools: CDPSession): Promise<ConversationsLeft> {
  await page.waitForTimeout(SETTLE_MS);
  const held = await page.evaluate(() => conversationBench.holdings());
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const { nodes } = await devtools.send('Memory.getDOMCounters');
  return { held, heapMegabytes: usedSize / 1024 / 1024, documentNodes: nodes };
}

async function createApp(emulatorUrl: string): Promise<Hono> {
  const script = await bundle(new URL('./avatar-conversations-page.ts', import.meta.url));
  const app = new Hono();
  app.get('/', (context) =>
    context.html(
      `<!doctype html><title>bench</title><div id="digital-human" style="position:relative;height:600px"></div>
<script src="/page.js"></script><script src="${emulatorUrl}/sdk/HwICSUiSdk.js"></script>`,
    ),
  );
  app.get('/page.js', (context) => context.body(script, 200, { 'Content-Type': 'text/javascript' }));
  return app;
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createBrainSetup } from '../../../lib/server/brain/brain-setup';
import { brainResponse } from '../../../lib/server/brain/callback-response';
import { pagesBrain } from '../../../lib/server/brain/pages-brain';
import { createLogger } from '../../../lib/server/log';
import { checkCallback } from './checks';

let server: Server;
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

/** @param answer null closes the connection */
async function listen(answer: (request: Request) => Promise<Response | null>): Promise<string> {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const abort = new AbortController();
    response.once('close', () => abort.abort());
    const url = `http://localhost${request.url}`;
    const body = Buffer.concat(chunks);
    const answered = await answer(new Request(url, { method: 'POST', body, signal: abort.signal }));
    if (!answered) {
      response.destroy();
      return;
    }
    response.writeHead(answered.status, Object.fromEntries(answered.headers));
    try {
      for await (const chunk of answered.body ?? []) response.write(chunk);
    } catch {
      response.destroy();
    }
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/brain`;
}

async function examine(url: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { check, level, advice } of checkCallback({ url, appId: 'app', appKey: 'key', now: Date.now })) {
    found[check] = level;
    if (level === 'failure') expect(advice?.todo).toBeTruthy();
  }
  return found;
}

describe('the conformance check', () => {
  it('finds no fault in our own callback', async () => {
    let setup: ReturnType<typeof createBrainSetup>;
    const url = await listen((request) => brainResponse(request, setup));
    const settings = {
      appId: 'app',
      appKeys: ['key'],
      url,
      model: undefined,
      fillerMs: 0,
      questionsPerMinute: 0,
      redisUrl: undefined,
    };
    setup = createBrainSetup(
      { settings, secrets: ['secret'], answer: pagesBrain },
      { logger: createLogger({ write() {} }) },
    );
    const levels = await examine(url);
    expect(new Set(Object.values(levels))).toEqual(new Set(['ok']));
    expect(Object.keys(levels)).toHaveLength(12);
  });

  it('finds the faults of a careless callback', async () => {
    const frame = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;
    const url = await listen(
      async () => new Response(frame('Hello'), { headers: { 'content-type': 'text/event-stream' } }),
    );
    const levels = await examine(url);
    for (const check of [
      'Stream format',
      'Whole answer',
      'Wrong secret',
      'No query',
      'Old time',
      'Other app_id',
      'Broken body',
      'Large body',
      'Replay',
    ])
      expect(levels[check], check).toBe('failure');
  });

  it('goes on when a call gets no answer', async () => {
    let calls = 0;
    const url = await listen(async () => (++calls > 1 ? null : new Response('data:[DONE]\n\n')));
    const { 'Signed question': first, 'Large body': large, ...rest } = await examine(url);
    expect([first, large]).toEqual(['ok', 'ok']);
    expect(Object.keys(rest)).toHaveLength(10);
    expect(new Set(Object.values(rest))).toEqual(new Set(['failure']));
  });

  it('stops when the callback refuses a signed question', async () => {
    const url = await listen(async () => new Response(null, { status: 403 }));
    const { 'Signed question': first, ...rest } = await examine(url);
    expect(first).toBe('failure');
    expect(new Set(Object.values(rest))).toEqual(new Set(['skipped']));
  });
});

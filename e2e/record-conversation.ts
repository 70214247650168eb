/** Runs one conversation on the page and records what the SDK does: calls, events, wire, storage, permissions. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from 'playwright/test';
import type { Trace, TraceEntry } from '../scripts/test-live/trace/entry';
import { recorderScript } from '../scripts/test-live/trace/recorder-script';
import { storageKey } from '../scripts/test-live/trace/redaction';
import { fakeMicrophone } from './speech';

/**
 * The stand-in uses the browser's speech recognition, which not every machine has: here it always works.
 * @param page still empty; the user is signed in and has agreed
 */
export async function recordConversation(page: Page): Promise<Trace> {
  const entries: TraceEntry[] = [];
  await page.exposeFunction('recordTraceEntry', (entry: TraceEntry) => void entries.push(entry));
  await fakeMicrophone(page);
  await page.addInitScript({ content: await recorderScript() });
  const step = (what: string) => entries.push({ kind: 'step', what });
  const seen = (kind: TraceEntry['kind'], what: string) =>
    expect.poll(() => entries.some((e) => e.kind === kind && e.what === what)).toBe(true);
  const status = page.getByRole('status', { name: 'Session' });
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  await page.goto('/chat');
  await expectStatus(status, 'idle');
  step('starts');
  await button('Start conversation').click();
  await expectStatus(status, 'live');
  step('asks');
  await page.getByRole('textbox', { name: 'Message' }).fill('Who are you?');
  await button('Send').click();
  await seen('event', 'semanticRecognized');
  await seen('event', 'speakingStop');
  step('speaks');
  const speak = page.getByRole('button', { name: /^Speak/ });
  await speak.click();
  await expect(speak).toHaveAttribute('aria-pressed', 'true');
  await seen('result', 'startUserSpeak');
  await speak.click();
  await seen('result', 'stopUserSpeak');
  step('ends');
  await button('End conversation').click();
  await expectStatus(status, 'ended');
  await seen('result', 'destroy');
  await page.evaluate(() => window.traceSettled());
  const [version, ...keys] = await page.evaluate(() => [
    String((window as { HwICSUiSdk?: { version?: unknown } }).HwICSUiSdk?.version ?? 'unknown'),
    ...Object.keys(localStorage).map((key) => `local ${key}`),
    ...Object.keys(sessionStorage).map((key) => `session ${key}`),
  ]);
  const held = keys.map((key) => key.replace(/ .*/, (name) => ` ${storageKey(name.slice(1))}`)).sort();
  entries.push({ kind: 'storage', what: `holds at the end: ${held.join(', ') || 'nothing'}` });
  return { version: version ?? 'unknown', entries };
}

/** For `npm run test:live`, which sets a folder. */
export function keepTrace(name: string, trace: Trace): void {
  const folder = process.env.TRACE_FOLDER;
  if (folder) writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(trace, null, 1)}\n`);
}

async function expectStatus(status: Locator, wanted: string): Promise<void> {
  // A failed start ends the wait at once.
  await expect(status).toHaveAttribute('data-status', new RegExp(`^(${wanted}|failed)$`));
  expect(await status.getAttribute('data-status')).toBe(wanted);
}

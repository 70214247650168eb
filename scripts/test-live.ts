/**
 * `npm run test:live`: the core stories against the real cloud, in a real browser, and a trace of one conversation beside
 * the stand-in's. Without what that takes it says `skipped: …` and ends well.
 * `npm run test:live -- --stand-in`: the traces alone, both of the stand-in, without an account.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadEnvFiles } from './env-files';
import { findBrowser } from './find-browser';
import { anyFreePort, freePort } from './free-port';
import { NEXT } from './local-stack';
import { PLAYWRIGHT, runStep } from './run-step';
import { reasonToSkip } from './test-live/reason-to-skip';
import { answersOf } from './test-live/trace/answers';
import { traceDifferences } from './test-live/trace/differences';
import type { Trace } from './test-live/trace/entry';

const TRACE_FOLDER = resolve('.generated/traces');

const readTrace = (name: string) => JSON.parse(readFileSync(`${TRACE_FOLDER}/${name}.json`, 'utf8')) as Trace;

/** The stand-in's own, on the emulator: written anew each time, so it is never older than the stand-in. */
async function recordStandIn(browser: Record<string, string>): Promise<void> {
  const ports = {
    E2E_APP_PORT: String(await anyFreePort()),
    E2E_MISCONFIGURED_PORT: String(await anyFreePort()),
    E2E_EMULATOR_PORT: String(await anyFreePort()),
  };
  runStep('Trace of the stand-in', [...PLAYWRIGHT, 'e2e/playwright.config.ts', 'e2e/trace.spec.ts'], {
    ...browser,
    ...ports,
    TRACE_FOLDER,
  });
}

function printComparison(ours: { name: string; trace: Trace }, theirs: { name: string; trace: Trace }): void {
  const differences = traceDifferences(ours.trace, theirs.trace, { ours: ours.name, theirs: theirs.name });
  console.log(`\nDifferences between ${ours.name} and ${theirs.name}, from .generated/traces/:`);
  for (const line of differences.length > 0 ? differences : ['none']) console.log(line);
  console.log('\nWhat the trace answers (docs/sdk-facts.md):');
  for (const line of answersOf(theirs.trace)) console.log(`  ${line}`);
}

const standInAlone = process.argv.includes('--stand-in');
loadEnvFiles();
const reason = standInAlone ? undefined : reasonToSkip(process.env);
if (reason) {
  console.log(`skipped: ${reason}`);
  process.exit(0);
}

try {
  const found = findBrowser();
  const browser: Record<string, string> = found ? { PLAYWRIGHT_CHROMIUM: found } : {};
  mkdirSync(TRACE_FOLDER, { recursive: true });
  runStep('Build', [NEXT, 'build'], { NODE_ENV: 'production' });
  await recordStandIn(browser);
  const standIn = { name: 'the stand-in', trace: readTrace('stand-in') };
  if (standInAlone) {
    printComparison(standIn, { name: 'the stand-in again', trace: readTrace('stand-in-again') });
  } else {
    const port = await freePort('PORT', 3000);
    runStep('Live stories', [...PLAYWRIGHT, 'e2e/live.config.ts'], {
      ...browser,
      E2E_APP_PORT: String(port),
      TRACE_FOLDER,
    });
    printComparison(standIn, { name: 'the SDK', trace: readTrace('sdk') });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

/**
 * `npm run test:live`: runs the core tests against the real cloud, in a real browser, and compares a trace of one
 * conversation with the stand-in's. Without its requirements it prints `skipped: …` and exits with 0.
 * `--stand-in`: only the traces, both of the stand-in, without an account.
 * `--abandoned-job <minutes>`: also leaves a paid job without polls for this time, and reports whether the cloud ended
 * it.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { MetaStudioClient } from '../lib/server/metastudio/client';
import { onceCodeSettings } from '../lib/server/settings';
import { loadEnvFiles } from './env-files';
import { findBrowser } from './find-browser';
import { anyFreePort, freePort } from './free-port';
import { NEXT } from './local-stack';
import { PLAYWRIGHT, runStep } from './run-step';
import {
  isSpentByAWrongRobot,
  isVoidedByASecondCode,
  type Laboratory,
  stateOfAnAbandonedJob,
} from './test-live/cloud-experiments';
import { reasonToSkip } from './test-live/reason-to-skip';
import { answersOf } from './test-live/trace/answers';
import { traceDifferences } from './test-live/trace/differences';
import type { Trace } from './test-live/trace/entry';

const TRACE_FOLDER = resolve('.generated/traces');

const readTrace = (name: string) => JSON.parse(readFileSync(`${TRACE_FOLDER}/${name}.json`, 'utf8')) as Trace;

/** The stand-in's own trace, on the emulator. Each run records a new one, so it is never older than the stand-in. */
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

/** Uses three codes, and with `abandonedMinutes` a fourth and a job. */
async function experiment(abandonedMinutes: number): Promise<void> {
  const settings = onceCodeSettings();
  const client = new MetaStudioClient(settings.metastudio);
  const lab: Laboratory = {
    createCode: async () => (await client.createOnceCode('experiment')).onceCode,
    server: `https://${settings.serverAddress}`,
    robotId: settings.robotId,
    fetch,
    wait,
  };
  console.log('\nWhat the cloud answers:');
  console.log(`  ${await isSpentByAWrongRobot(lab)}`);
  console.log(`  ${await isVoidedByASecondCode(lab)}`);
  if (abandonedMinutes > 0) console.log(`  ${await stateOfAnAbandonedJob(lab, abandonedMinutes)}`);
}

const { values: options } = parseArgs({
  options: { 'stand-in': { type: 'boolean' }, 'abandoned-job': { type: 'string', default: '0' } },
});
const standInAlone = options['stand-in'] === true;
const abandonedMinutes = Number(options['abandoned-job']);
if (!Number.isFinite(abandonedMinutes) || abandonedMinutes < 0 || abandonedMinutes > 120) {
  console.error('--abandoned-job must be a number of minutes, 120 at most.');
  process.exit(1);
}
loadEnvFiles();
const reason = standInAlone ? undefined : reasonToSkip(process.env);
if (reason) {
  console.log(`skipped: ${reason}`);
  process.exit(0);
}

try {
  const browser = { PLAYWRIGHT_CHROMIUM: findBrowser() };
  mkdirSync(TRACE_FOLDER, { recursive: true });
  runStep('Build', [NEXT, 'build'], { NODE_ENV: 'production' });
  await recordStandIn(browser);
  const standIn = { name: 'the stand-in', trace: readTrace('stand-in') };
  if (standInAlone) {
    printComparison(standIn, { name: 'the stand-in again', trace: readTrace('stand-in-again') });
  } else {
    const port = await freePort('PORT', 3000);
    runStep('Live tests', [...PLAYWRIGHT, 'e2e/live.config.ts'], {
      ...browser,
      E2E_APP_PORT: String(port),
      TRACE_FOLDER,
    });
    printComparison(standIn, { name: 'the SDK', trace: readTrace('sdk') });
    await experiment(abandonedMinutes);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

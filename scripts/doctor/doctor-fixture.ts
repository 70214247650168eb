/** For tests: an emulator, and all steps of the doctor against it. It searches all output for secrets. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { FaultRequest } from '../../emulator/faults';
import { servedFile } from '../../emulator/stand-in-files';
import { type Emulator, startEmulator } from '../../emulator/start';
import { icsSdkMethods } from '../../lib/digital-human/sdk/types';
import { IamTokens } from '../../lib/server/metastudio/iam-token';
import { EmulatorControl } from '../emulator-control';
import { emulatorSettings, iamUserSettings } from '../local-stack';
import { examine, type Finding, type StepContext } from './examination';
import { conclusion, linesOf } from './report';
import { steps } from './steps';

export const SDK = `window.HwICSUiSdk = class { ${icsSdkMethods.map((name) => `static ${name}() {}`).join(' ')} }`;
export const OLD_SDK =
  'window.HwICSUiSdk = class { static create() {} static destroy() {} static checkBrowserSupport() {} }';
export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

export let emulator: Emulator;
let publicFolder: string;

/** Call at the top of a test file. */
export function withEmulator(): void {
  beforeAll(async () => {
    const files = new Map([
      ['HwICSUiSdk.js', servedFile('.js', Buffer.from(SDK))],
      ['HwICSUiSdk.css', servedFile('.css', Buffer.from('.digital-intelligent-interaction {}'))],
    ]);
    emulator = await startEmulator({ port: 0, files });
    publicFolder = mkdtempSync(join(tmpdir(), 'doctor-test-'));
  });
  afterAll(async () => {
    rmSync(publicFolder, { recursive: true });
    await emulator.close();
  });
  beforeEach(() => new EmulatorControl(emulator.url).reset());
}

/** Sets a fault of the next call of any user. */
export const setFault = (fault: FaultRequest) => new EmulatorControl(emulator.url).fault(fault);

export const secrets = {
  HUAWEICLOUD_SDK_SK: 'emulator-sk',
  HUAWEICLOUD_IAM_PASSWORD: 'emulator-password',
  HUAWEICLOUD_SDK_SECURITY_TOKEN: 'security-token-of-the-test',
  AUTH_SECRET: 'auth-secret-of-the-test-and-long-enough',
};
const { AUTH_SECRET } = secrets;
export const environment = () => ({ ...emulatorSettings(emulator.port), AUTH_SECRET, DEMO_LOGIN: '1' });
export const iamUser = () => iamUserSettings(emulator.url);

/** Loopback only. It records every code and token. */
function watchedFetch(seen: string[]): typeof fetch {
  return async (input, init) => {
    if (new URL(String(input)).hostname !== '127.0.0.1') throw Object.assign(new Error(), { code: 'ENETUNREACH' });
    const answer = await fetch(input, init);
    seen.push(answer.headers.get('x-subject-token') ?? '');
    const body = await answer
      .clone()
      .text()
      .catch(() => ''); // the test closes the connection on purpose
    seen.push(/"once_code":"(\w+)"/.exec(body)?.[1] ?? '');
    return answer;
  };
}

export async function checkUp(settings: object = {}, context: Partial<StepContext> = {}) {
  const seen: string[] = [];
  const findings: Finding[] = [];
  const all: StepContext = {
    environment: { ...environment(), ...settings },
    nodeVersion: '20.20.0',
    publicFolder,
    sdkReleases: [],
    now: Date.now,
    fetch: watchedFetch(seen),
    tokens: new IamTokens(),
    resolveHost: async () => {},
    shakeHands: async () => {},
    reachPort: async () => {},
    writeToRedis: async () => {},
    envFiles: [],
    ...context,
  };
  for await (const finding of examine(steps, all)) findings.push(finding);
  const text = findings.flatMap((finding) => linesOf(finding, false)).join('\n');
  for (const secret of [...Object.values(secrets), ...seen.filter(Boolean)]) expect(text).not.toContain(secret);
  return { findings, text, seen: seen.filter(Boolean), ...conclusion(findings) };
}

/** Expects a line that begins with the first part and contains the others in order. */
export const line = (text: string, ...parts: string[]) => {
  const pattern = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*');
  expect(text).toMatch(new RegExp(`^${pattern}`, 'm'));
};

const SDK_FOLDER = 'metastudio-sdk';
export function writeSdk(script: string | null, more: Record<string, string> = { 'HwICSUiSdk.css': 'css' }) {
  const folder = join(publicFolder, SDK_FOLDER);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  if (script !== null) writeFileSync(join(folder, 'HwICSUiSdk.js'), script);
  for (const [name, content] of Object.entries(more)) writeFileSync(join(folder, name), content);
}

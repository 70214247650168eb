/**
 * Runs the emulator and an app as child processes: for `npm run demo`, `dev`, `gallery` and the examples. Both run
 * until Ctrl-C, or until one of them ends: then it stops the other, too.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';

/** The app's settings for the emulator in place of MetaStudio. Nothing else differs. */
export function emulatorSettings(port: number): Record<string, string> {
  return {
    HUAWEICLOUD_SDK_AK: 'emulator-ak',
    HUAWEICLOUD_SDK_SK: 'emulator-sk',
    HUAWEICLOUD_SDK_PROJECT_ID: 'emulator-project',
    HUAWEICLOUD_SDK_SECURITY_TOKEN: '',
    HUAWEICLOUD_SDK_CREDENTIALS_FILE: '',
    METASTUDIO_ENDPOINT: `http://127.0.0.1:${port}`,
    METASTUDIO_SERVER_ADDRESS: `127.0.0.1:${port}`,
    METASTUDIO_SDK_URL: `http://127.0.0.1:${port}/sdk/HwICSUiSdk.js`,
    METASTUDIO_ROBOT_ID: 'emulator-robot',
    METASTUDIO_ROBOTS: 'emulator-robot=Ada,mei=Mei,zuri=Zuri',
  };
}

const BRAIN_APP_ID = 'emulator-llm';
const BRAIN_APP_KEY = 'emulator-llm-key';
const brainUrl = (appPort: number) => `http://localhost:${appPort}/api/brain`;

/** Makes the app on this port the LLM callback of the emulator. */
export const brainEnvironment = (appPort: number): Record<string, string> => ({
  BRAIN_APP_ID,
  BRAIN_APP_KEY,
  BRAIN_URL: brainUrl(appPort),
});

/** The emulator's side of these settings. */
export const callbackSettings = (appPort: number): Record<string, string> => ({
  EMULATOR_LLM_URL: brainUrl(appPort),
  EMULATOR_LLM_APP_ID: BRAIN_APP_ID,
  EMULATOR_LLM_APP_KEY: BRAIN_APP_KEY,
});

/** In addition: an IAM user's token instead of the access key. */
export const iamUserSettings = (endpoint: string): Record<string, string> => ({
  HUAWEICLOUD_SDK_AK: '',
  HUAWEICLOUD_SDK_SK: '',
  HUAWEICLOUD_IAM_DOMAIN: 'emulator-domain',
  HUAWEICLOUD_IAM_USER: 'emulator-user',
  HUAWEICLOUD_IAM_PASSWORD: 'emulator-password',
  HUAWEICLOUD_IAM_ENDPOINT: endpoint,
});

/** In addition: no limit on once codes. */
export const withoutLimits = {
  ONCE_CODES_PER_USER_PER_MINUTE: '0',
  ONCE_CODES_PER_USER_PER_DAY: '0',
  ONCE_CODES_PER_SECOND: '0',
};

/** A sign-in for this run only: sessions end with the server. */
export const demoSignInSettings = () => ({
  DEMO_LOGIN: '1',
  AUTH_SECRET: randomBytes(32).toString('base64'),
  AUTH_URL: '',
  NEXTAUTH_URL: '',
});

/** Disables Next's telemetry in these scripts. */
export const quietNext = { NEXT_TELEMETRY_DISABLED: '1' };

const children = new Set<ChildProcess>();
let stopping = false;

/**
 * Starts a Node program of the stack. When it ends by itself, the whole stack ends.
 * @returns a function that shows its output from then on. Errors are always shown
 */
export function startNode(name: string, args: string[], env: Record<string, string>): () => void {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...quietNext, ...env },
  });
  children.add(child);
  child.stdout.resume();
  child.once('exit', (code) => {
    children.delete(child);
    if (stopping) return;
    console.error(`The ${name} has stopped (exit code ${code}).`);
    stopAll(1);
  });
  return () => void child.stdout.pipe(process.stdout);
}

/** Runs a Node program to its end, and shows its output only when it fails. */
export function runNode(name: string, args: string[], env: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...quietNext, ...env },
    });
    children.add(child);
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.once('exit', (code) => {
      children.delete(child);
      if (code === 0) resolve();
      else reject(new Error(`${Buffer.concat(output)}\nThe ${name} failed (exit code ${code}).`));
    });
  });
}

/** Ends this process, too, once everything has stopped. */
export function stopAll(exitCode: number): void {
  stopping = true;
  if (children.size === 0) process.exit(exitCode);
  for (const child of children) {
    child.once('exit', () => children.size === 0 && process.exit(exitCode));
    child.kill('SIGTERM');
  }
}

/** Stops everything that `start` started on a signal, and when `start` fails: then with its message and exit code 1. */
export async function runStack(start: () => Promise<void>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopAll(0));
  try {
    await start();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    stopAll(1);
  }
}

export const EMULATOR = ['--import', 'tsx', 'emulator/main.ts'];
export const NEXT = 'node_modules/next/dist/bin/next';

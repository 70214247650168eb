/**
 * The emulator and the app as child processes, for `npm run demo` and `npm run dev`.
 * Both run until Ctrl-C, or until one of them ends: then the other is stopped too.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';

/** Where the app finds MetaStudio when that is the emulator. Settings are all the difference there is. */
export function emulatorSettings(port: number): Record<string, string> {
  return {
    HUAWEICLOUD_SDK_AK: 'emulator-ak',
    HUAWEICLOUD_SDK_SK: 'emulator-sk',
    HUAWEICLOUD_SDK_PROJECT_ID: 'emulator-project',
    HUAWEICLOUD_SDK_SECURITY_TOKEN: '',
    METASTUDIO_ENDPOINT: `http://127.0.0.1:${port}`,
    METASTUDIO_SERVER_ADDRESS: `127.0.0.1:${port}`,
    METASTUDIO_SDK_URL: `http://127.0.0.1:${port}/sdk/HwICSUiSdk.js`,
    METASTUDIO_ROBOT_ID: 'emulator-robot',
    METASTUDIO_ROBOTS: 'emulator-robot=Ada,mei=Mei,zuri=Zuri',
  };
}

/** A sign-in for this run only: sessions end when the server does. */
export const demoSignIn = () => ({ DEMO_LOGIN: '1', AUTH_SECRET: randomBytes(32).toString('base64'), AUTH_URL: '' });

/** @throws with the setting to change, when the port is malformed or taken */
export async function freePort(setting: 'PORT' | 'EMULATOR_PORT', fallback: number): Promise<number> {
  const value = process.env[setting] || String(fallback);
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`${setting} is "${value}": it must be a number from 1 to 65535.`);
  }
  for (const host of ['127.0.0.1', '::']) {
    if (await isTaken(port, host)) {
      throw new Error(`Port ${port} is taken. Stop what uses it, or choose another: ${setting}=${port + 1}`);
    }
  }
  return port;
}

function isTaken(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    probe.listen(port, host, () => probe.close(() => resolve(false)));
  });
}

/** Nothing that runs from this repository reports to anybody. */
export const quietNext = { NEXT_TELEMETRY_DISABLED: '1' };

const children = new Set<ChildProcess>();
let stopping = false;

/**
 * Starts a Node program that belongs to the stack: when it ends by itself, everything ends.
 * @returns a function that lets its output through; errors are shown from the beginning
 */
export function startNode(name: string, args: string[], env: Record<string, string>): () => void {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
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

/** Runs a Node program to its end. Its output is shown only when it fails. */
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

/** Ends this process too, once everything has stopped. */
export function stopAll(exitCode: number): void {
  stopping = true;
  if (children.size === 0) process.exit(exitCode);
  for (const child of children) {
    child.once('exit', () => children.size === 0 && process.exit(exitCode));
    child.kill('SIGTERM');
  }
}

export function stopOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopAll(0));
}

/** Waits until `url` answers 200. @throws after `limitMs` */
export async function untilUp(url: string, limitMs = 60_000): Promise<void> {
  const giveUpAt = Date.now() + limitMs;
  while (Date.now() < giveUpAt) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not come up within ${limitMs / 1000} s.`);
}

export const EMULATOR = ['--import', 'tsx', 'emulator/main.ts'];
export const NEXT = 'node_modules/next/dist/bin/next';

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const tsx = createRequire(import.meta.url).resolve('tsx/cli');

function run(port: string): { process: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [tsx, fileURLToPath(new URL('./main.ts', import.meta.url))], {
    env: { ...process.env, EMULATOR_PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (output += data));
  return { process: child, output: () => output };
}

/** A port that something else holds, and how to give it back. */
async function holdPort(): Promise<{ port: number; free: () => Promise<void> }> {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  return { port, free: () => new Promise((resolve) => holder.close(() => resolve())) };
}

it('says when its port is taken or makes no sense, and exits with 1', async () => {
  const { port, free } = await holdPort();
  const taken = run(String(port));
  const senseless = run('http');
  const codes = await Promise.all([taken, senseless].map(async (each) => (await once(each.process, 'exit'))[0]));
  expect(codes).toEqual([1, 1]);
  expect(taken.output().trim()).toBe(`Port ${port} is taken. Set EMULATOR_PORT to a free one.`);
  expect(senseless.output().trim()).toBe('EMULATOR_PORT is "http": it must be a number from 1 to 65535.');
  await free();
}, 60_000);

it('serves the real stand-in with its assets, and leaves at Ctrl-C', async () => {
  const { port, free } = await holdPort();
  await free();
  const emulator = run(String(port));
  await expect.poll(emulator.output, { timeout: 50_000 }).toBe(`MetaStudio emulator on http://127.0.0.1:${port}\n`);
  const load = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  expect(await load('/sdk/HwICSUiSdk.js')).toContain('HwICSUiSdk');
  expect(await load('/sdk/HwICSUiSdk.css')).toContain('.digital-intelligent-interaction');
  expect((await load('/sdk/assets/ada.avt')).length).toBeGreaterThan(10_000);
  expect(JSON.parse(await load('/sdk-voice')).voices).toContain('ada');
  emulator.process.kill('SIGINT');
  expect(await once(emulator.process, 'exit')).toEqual([0, null]);
}, 60_000);

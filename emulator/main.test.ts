import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

function run(port: string, settings: Record<string, string> = {}): { process: ChildProcess; output: () => string } {
  // Without the command of tsx, a second process, which exits with 130 if this one does not exit at once.
  const program = ['--import', 'tsx', fileURLToPath(new URL('./main.ts', import.meta.url))];
  const child = spawn(process.execPath, program, {
    env: { ...process.env, EMULATOR_PORT: port, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (output += data));
  return { process: child, output: () => output };
}

/** Occupies a port and returns how to release it. */
async function holdPort(): Promise<{ port: number; free: () => Promise<void> }> {
  // Below the ports that systems assign to connections, so none of them uses it once it is free.
  const holder = createServer().listen(randomInt(20_000, 32_768), '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  return { port, free: () => new Promise((resolve) => holder.close(() => resolve())) };
}

it('reports an occupied port or an invalid setting and exits with 1', async () => {
  const { port, free } = await holdPort();
  const taken = run(String(port));
  const senseless = run('http');
  const voiceless = run(String(port), { EMULATOR_TTS_BASE_URL: 'http://localhost:8880/v1' });
  const codes = await Promise.all(
    [taken, senseless, voiceless].map(async (each) => (await once(each.process, 'close'))[0]),
  );
  expect(codes).toEqual([1, 1, 1]);
  expect(taken.output().trim()).toBe(`Port ${port} is taken. Set EMULATOR_PORT to a free one.`);
  expect(senseless.output().trim()).toBe('EMULATOR_PORT is "http": it must be a number from 1 to 65535.');
  expect(voiceless.output().trim()).toBe('For a speech server set EMULATOR_TTS_MODEL, too, for instance tts-1.');
  await free();
}, 60_000);

it('serves the real stand-in with its assets, and exits on Ctrl-C', async () => {
  const { port, free } = await holdPort();
  await free();
  const emulator = run(String(port));
  await expect.poll(emulator.output, { timeout: 50_000 }).toBe(`MetaStudio emulator on http://127.0.0.1:${port}\n`);
  const load = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  expect(await load('/sdk/HwICSUiSdk.js')).toContain('HwICSUiSdk');
  expect(await load('/sdk/HwICSUiSdk.css')).toContain('.digital-intelligent-interaction');
  expect((await load('/sdk/assets/ada.json')).length).toBeGreaterThan(10_000);
  expect(JSON.parse(await load('/sdk-voice')).voices).toContain('ada');
  emulator.process.kill('SIGINT');
  expect(await once(emulator.process, 'exit')).toEqual([0, null]);
}, 60_000);

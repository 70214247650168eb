/** `npm run doctor` as a command: its exit code, and its output into a pipe. */
import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { emulator, environment, secrets, withEmulator } from './doctor-fixture';

withEmulator();

function run(settings: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/doctor.ts'], {
    env: { ...process.env, ...environment(), REDIS_URL: '', ...settings },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

it('exits with 0 when a conversation could start', async () => {
  const { code, output } = await run({});
  expect(output).toContain('A conversation could start.');
  expect(output).toContain(new URL(emulator.url).host);
  expect(output).not.toContain('\u001b');
  expect(code).toBe(0);
}, 30_000);

it('exits with 1 when none could, and prints no secret', async () => {
  const { code, output } = await run({ HUAWEICLOUD_SDK_AK: 'another' });
  expect(output).toContain('No conversation could start');
  for (const secret of Object.values(secrets)) expect(output).not.toContain(secret);
  expect(code).toBe(1);
}, 30_000);

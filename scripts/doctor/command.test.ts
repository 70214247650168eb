/** `npm run doctor` as a command: its exit code, and its output into a pipe. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { emulatorSettings } from '../local-stack';
import { emulator, environment, secrets, withEmulator } from './doctor-fixture';

withEmulator();

const run = (settings: Record<string, string>, ...args: string[]) =>
  doctor(args, { ...process.env, ...environment(), REDIS_URL: '', ...settings });

function doctor(args: string[], env: NodeJS.ProcessEnv): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/doctor.ts', ...args], { env });
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

it('examines an app that copied the route: its settings and files, and no sign-in of this app', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'copied-route-'));
  const settings = Object.entries(emulatorSettings(emulator.port)).map(([name, value]) => `${name}=${value}`);
  writeFileSync(join(folder, '.env.local'), settings.join('\n'));
  const { code, output } = await doctor(['route', folder], { PATH: process.env.PATH, NODE_ENV: 'production' });
  expect(output).toContain('A conversation could start.');
  expect(output).not.toMatch(/Sign-in|AUTH_SECRET/);
  expect(code).toBe(0);
  rmSync(folder, { recursive: true });
}, 30_000);

it.each(['/nowhere/my-app', 'README.md'])(
  'names a folder of a copied route that is not there: %s',
  async (path) => {
    const { code, output } = await doctor(['route', path], { ...process.env });
    expect(output).toContain(`There is no folder "${path}"`);
    expect(output).not.toContain('    at ');
    expect(code).toBe(1);
  },
  30_000,
);

it.each(['--help', 'brian'])(
  'says how to use it instead of using a once code: %s',
  async (command) => {
    const { code, output } = await run({}, command);
    expect(output).toMatch(/^Usage: /);
    expect(code).toBe(1);
  },
  30_000,
);

it.each([
  ['no address', { AUTH_URL: '' }, 'BRAIN_URL'],
  ['a malformed setting', { BRAIN_URL: 'https://chat.example/api/brain', BRAIN_FILLER_MS: 'soon' }, 'BRAIN_FILLER_MS'],
])(
  'names what is missing to check a callback: %s',
  async (_, settings, name) => {
    const { code, output } = await run({ BRAIN_APP_ID: 'app', BRAIN_APP_KEY: 'key', ...settings }, 'brain');
    expect(output).toContain(name);
    expect(output).toContain('npm run doctor -- brain https://');
    expect(output).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
  },
  30_000,
);

/** The exit of a process with telemetry, as Next does it: it stops listening at once, and exits after its requests. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

const program = (flush: string) => `
import { flushBeforeExit } from './lib/server/telemetry/telemetry-export.ts';
let isStopping = false;
process.on('SIGTERM', () => {
  if (isStopping) return;
  isStopping = true;
  console.log('stopped listening');
  setTimeout(() => { console.log('last request answered'); process.exit(143); process.exit(128); }, 50);
});
flushBeforeExit(() => { console.log('flush'); return ${flush}; });
setInterval(() => {}, 1000);
console.log('ready');`;

async function terminated(flush: string): Promise<{ lines: string[]; code: number }> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program(flush)]);
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
    if (String(chunk).includes('ready') || String(chunk).includes('stopped')) child.kill('SIGTERM');
  });
  const [code] = (await once(child, 'close')) as [number];
  return { lines: output.trim().split('\n'), code };
}

it('the process flushes after the last request, and exits once with Next’s code, also after a second signal', async () => {
  const { lines, code } = await terminated('Promise.resolve()');
  expect(lines).toEqual(['ready', 'stopped listening', 'last request answered', 'flush']);
  expect(code).toBe(143);
}, 30_000);

it('the process also exits when the collector never answers', async () => {
  expect((await terminated('new Promise(() => {})')).code).toBe(143);
}, 30_000);

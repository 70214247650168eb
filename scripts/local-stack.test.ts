/** Stacks as in a user's terminal: each is a separate process, whose children listen on a port. */
import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { anyFreePort } from './free-port';

const listener = (port: number) =>
  JSON.stringify(`require('node:http').createServer((_, to) => to.end()).listen(${port})`);

/** Runs `start` as the body of a stack, and returns its exit code and output. */
async function runStack(start: string): Promise<{ code: number | null; said: string }> {
  const program = `
    import { runNode, runStack, startNode } from './scripts/local-stack.ts';
    import { untilUp } from './scripts/until.ts';
    await runStack(async () => { ${start} });`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
  const { NEXT_TELEMETRY_DISABLED: _, ...env } = process.env;
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said };
}

it('stops everything when its start fails, and prints why in one line', async () => {
  const port = await anyFreePort();
  const { code, said } = await runStack(`
    startNode('first', ['-e', ${listener(port)}], {});
    await untilUp('http://127.0.0.1:${port}/');
    throw new Error('The second did not come up.');`);
  expect({ code, said }).toEqual({ code: 1, said: 'The second did not come up.\n' });
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
}, 30_000);

it('stops the others when one ends by itself, and names it', async () => {
  const port = await anyFreePort();
  const { code, said } = await runStack(`
    startNode('first', ['-e', ${listener(port)}], {});
    await untilUp('http://127.0.0.1:${port}/');
    startNode('second', ['-e', 'process.exit(3)'], {});`);
  expect({ code, said }).toEqual({ code: 1, said: 'The second has stopped (exit code 3).\n' });
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
}, 30_000);

it('disables telemetry in everything it starts', async () => {
  const { said } = await runStack(`
    const args = ['-e', 'console.error(process.env.NEXT_TELEMETRY_DISABLED); process.exit(1)'];
    await runNode('build', args, {}).catch(({ message }) => console.log(message));
    startNode('app', args, {});`);
  expect(said.match(/^1$/gm)).toHaveLength(2);
}, 30_000);

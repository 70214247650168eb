/** Runs one step of `npm test` and the like: a Node program whose failure ends everything. */
import { spawnSync } from 'node:child_process';
import { quietNext } from './local-stack';

/** Prints a title, shows the program's output, and exits with its exit code unless that is 0. */
export function runStep(what: string, args: string[], env: Record<string, string> = {}): void {
  console.log(`\n── ${what}`);
  const { status } = spawnSync(process.execPath, args, {
    stdio: 'inherit',
    env: { ...process.env, ...quietNext, ...env },
  });
  if (status === 0) return;
  console.error(`\n${what} failed.`);
  process.exit(status ?? 1);
}

export const TSX = ['--import', 'tsx'];
export const PLAYWRIGHT = ['node_modules/playwright/cli.js', 'test', '--config'];

/** Builds an app for a benchmark in a temporary folder, with this repository's packages. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { NEXT, quietNext } from '../../scripts/local-stack';

/** @throws with Next's output when the build fails */
export function buildApp(folder: string): void {
  // Hard links: Next accepts no symbolic link that leads out of the folder.
  const copied = spawnSync('cp', ['-al', 'node_modules', join(folder, 'node_modules')]);
  if (copied.status !== 0) cpSync('node_modules', join(folder, 'node_modules'), { recursive: true });
  const env = { ...process.env, ...quietNext, NODE_ENV: 'production' as const };
  const built = spawnSync(process.execPath, [NEXT, 'build'], { cwd: folder, env, encoding: 'utf8' });
  if (!existsSync(join(folder, '.next/BUILD_ID'))) throw new Error(`${built.stdout}\n${built.stderr}`);
}

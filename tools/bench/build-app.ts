/** Builds an app that only a benchmark needs, in a folder of its own, with this repository's packages. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { NEXT, quietNext } from '../../scripts/local-stack';

/** @throws with Next's own words when there is no build afterwards */
export function buildApp(folder: string): void {
  // Hard links: Next takes no linked folder that leads out of its own.
  const copied = spawnSync('cp', ['-al', 'node_modules', join(folder, 'node_modules')]);
  if (copied.status !== 0) cpSync('node_modules', join(folder, 'node_modules'), { recursive: true });
  const env = { ...process.env, ...quietNext, NODE_ENV: 'production' as const };
  const built = spawnSync(process.execPath, [NEXT, 'build'], { cwd: folder, env, encoding: 'utf8' });
  if (!existsSync(join(folder, '.next/BUILD_ID'))) throw new Error(`${built.stdout}\n${built.stderr}`);
}

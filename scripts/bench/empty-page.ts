/** The floor for the weight and speed of our pages: an app of the same framework with one page and nothing on it. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NEXT, quietNext } from '../local-stack';

const files = {
  'package.json': '{ "private": true, "type": "module" }',
  'next.config.js': 'export default {};',
  'app/layout.jsx': `export const metadata = { title: 'Empty', description: 'Empty' };
export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }`,
  // Made at each request, as ours are: their policy carries a nonce.
  'app/api/health/route.js': 'export const GET = () => new Response();',
  'app/page.jsx': `export const dynamic = 'force-dynamic';
export default function Page() { return <main><h1>Empty</h1></main>; }`,
};

/** @returns the folder of the built app: delete it afterwards */
export function buildEmptyPage(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bench-empty-'));
  mkdirSync(join(folder, 'app/api/health'), { recursive: true });
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), content);
  // Hard links: Next takes no linked folder that leads out of its own.
  const copied = spawnSync('cp', ['-al', 'node_modules', join(folder, 'node_modules')]);
  if (copied.status !== 0) cpSync('node_modules', join(folder, 'node_modules'), { recursive: true });
  const env = { ...process.env, ...quietNext, NODE_ENV: 'production' as const };
  const built = spawnSync(process.execPath, [NEXT, 'build'], { cwd: folder, env, encoding: 'utf8' });
  if (!existsSync(join(folder, '.next/BUILD_ID'))) throw new Error(`${built.stdout}\n${built.stderr}`);
  return folder;
}

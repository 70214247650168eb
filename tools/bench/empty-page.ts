/** The floor for the weight and speed of our pages: an app of the same framework with one empty page. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from './build-app';

const files = {
  'package.json': '{ "private": true, "type": "module" }',
  'next.config.js': 'export default {};',
  'app/layout.jsx': `export const metadata = { title: 'Empty', description: 'Empty' };
export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }`,
  // Rendered for each request, like our pages: their policy contains a nonce.
  'app/api/health/route.js': 'export const GET = () => new Response();',
  'app/page.jsx': `export const dynamic = 'force-dynamic';
export default function Page() { return <main><h1>Empty</h1></main>; }`,
};

/** @returns the folder of the built app. The caller deletes it */
export function buildEmptyPage(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bench-empty-'));
  mkdirSync(join(folder, 'app/api/health'), { recursive: true });
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), content);
  buildApp(folder);
  return folder;
}

/**
 * A copy of the app with two routes for a benchmark, which must not be in the product. One runs next-auth's own
 * `auth()` and the same call to the cloud, unsigned and without limits, log or checks. The other does nothing.
 */
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from './build-app';

const PEER = `
import NextAuth from 'next-auth';
const { auth } = NextAuth({ trustHost: true, session: { strategy: 'jwt' }, providers: [] });
export async function POST() {
  const session = await auth();
  if (!session?.user) return new Response(null, { status: 401 });
  const url = process.env.METASTUDIO_ENDPOINT + '/v1/' + process.env.HUAWEICLOUD_SDK_PROJECT_ID + '/digital-human-chat/once-code';
  const answer = await fetch(url, { method: 'POST', headers: { 'X-App-UserId': 'peer' }, cache: 'no-store' });
  const { once_code } = await answer.json();
  return Response.json({ onceCode: once_code });
}
`;
const EMPTY =
  "export const POST = async () => new Response(null, { status: 200 });\nexport const dynamic = 'force-dynamic';\n";

const PARTS = [
  'app',
  'components',
  'lib',
  'public',
  // The build indexes the project's pages for the brain.
  'docs',
  'README.md',
  'README.zh-CN.md',
  'instrumentation.ts',
  'proxy.ts',
  'next.config.js',
  'postcss.config.mjs',
];

/** As in `.dockerignore`: a build needs neither tests nor their imports. */
const isTest = /\.test\.tsx?$/;

/** @returns the folder of the built copy. The caller deletes it */
export function buildPeerApp(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bench-app-'));
  for (const part of [...PARTS, 'package.json', 'tsconfig.json'])
    cpSync(part, join(folder, part), { recursive: true, filter: (path) => !isTest.test(path) });
  for (const [name, code] of [
    ['bench-peer', PEER],
    ['bench-empty', EMPTY],
  ] as const) {
    mkdirSync(join(folder, 'app/api', name));
    writeFileSync(join(folder, 'app/api', name, 'route.ts'), code);
  }
  buildApp(folder);
  return folder;
}

/**
 * `npm run prove:taken-home`: creates new apps with the current create-next-app and create-vite, adds the registry's
 * item to one and the files of docs/integrate.md to the other, and runs their own lint, types and build, and one
 * conversation each on the emulator. Needs the npm registry, `bash` and a browser, and takes some minutes. Not part of
 * `npm test`. `npm run prove:taken-home -- next` or `-- vite` runs one. Exit code 1 when anything fails.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Emulator, startEmulator } from '../emulator/start';
import { EmulatorControl } from '../scripts/emulator-control';
import { anyFreePort } from '../scripts/free-port';
import { emulatorSettings } from '../scripts/local-stack';
import { TSX } from '../scripts/run-step';
import { Expectations } from './expectations';
import { REGISTRY } from './registry/item';
import { converse } from './taken-home/conversation';
import { FreshApp } from './taken-home/fresh-app';

const PAGE = 'docs/integrate.md';
const USER = 'taken-home';
const COMPONENT = 'components/digital-human-chat';

/** The fenced block of docs/integrate.md that contains `marker`, as teams copy it. */
function blockWith(marker: string): string {
  const blocks = readFileSync(PAGE, 'utf8').split(/^\s*```.*$/m);
  const found = blocks.find((block, index) => index % 2 === 1 && block.includes(marker));
  if (!found) throw new Error(`${PAGE} has no code that holds "${marker}"`);
  return found.trim();
}

async function tryConversation(app: FreshApp, emulator: Emulator, url: string): Promise<void> {
  const control = new EmulatorControl(emulator.url, USER);
  await control.reset();
  const came = await converse(url);
  const redeemed = (await control.codes()).map(({ redeemTries }) => redeemTries);
  outcome.expect(
    `${app.name}: a conversation, for one code`,
    { ...came, redeemed },
    { statuses: ['live', 'ended'], answered: true, kept: true, styled: true, errors: [], redeemed: [1] },
  );
}

/** The folder of the registry's items, where they find each other without a server. */
function localRegistry(): string {
  spawnSync(process.execPath, [...TSX, 'tools/registry-build.ts'], { stdio: 'inherit' });
  const folder = resolve('.generated/local-registry');
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync('.generated/r'))
    writeFileSync(join(folder, file), readFileSync(join('.generated/r', file), 'utf8').replaceAll(REGISTRY, folder));
  return folder;
}

async function tryNext(emulator: Emulator): Promise<void> {
  const options = ['--ts', '--eslint', '--tailwind', '--app', '--no-src-dir', '--import-alias', '@/*'];
  const quick = ['--no-react-compiler', '--use-npm', '--disable-git', '--skip-install', '--yes'];
  const app = new FreshApp('create-next-app', outcome, ['create-next-app@latest', 'app', ...options, ...quick]);
  try {
    const registry = localRegistry();
    app.write({ 'components.json': blockWith('"style": "new-york"') });
    const items = ['digital-human', 'content-security-policy'].map((item) => join(registry, `${item}.json`));
    app.must('adds the items', 'npx', ['--yes', 'shadcn@latest', 'add', ...items, '--yes', '--overwrite']);
    const sdkUrl = `${emulator.url}/sdk/HwICSUiSdk.js`;
    app.write({
      'lib/server/current-user.ts': currentUser,
      // The template's own layout loads fonts from Google, which is unrelated to our files.
      'app/layout.tsx': nextLayout,
      'app/page.tsx': [
        blockWith(`'@/${COMPONENT}'`).replace('/metastudio-sdk/HwICSUiSdk.js', sdkUrl),
        // The template enables Cache Components.
        blockWith('export const instant'),
      ].join('\n'),
    });
    app.check('lint without a warning', 'npm', ['run', 'lint', '--', '--max-warnings=0']);
    app.must('makes the types of its routes', 'npx', ['next', 'typegen']);
    app.check('types', 'npx', ['tsc', '--noEmit']);
    app.must('builds', 'npm', ['run', 'build']);
    const port = await anyFreePort();
    const url = `http://localhost:${port}`;
    await app.serve(
      ['node_modules/next/dist/bin/next', 'start', '--port', String(port)],
      url,
      emulatorSettings(emulator.port),
    );
    const policy = (await fetch(url)).headers.get('content-security-policy') ?? '';
    outcome.expect(`${app.name}: a page has its policy`, policy.includes("'strict-dynamic'"), true);
    await tryConversation(app, emulator, url);
  } finally {
    await app.remove();
  }
}

async function tryVite(emulator: Emulator): Promise<void> {
  const app = new FreshApp('create-vite', outcome, [
    'create-vite@latest',
    'app',
    '--template',
    'react-ts',
    '--no-interactive',
  ]);
  try {
    const copy = blockWith('FROM=../metastudio').replace('FROM=../metastudio', `FROM='${resolve('.')}'`);
    app.must('copies the files by hand', 'bash', ['-euc', copy]);
    app.must('installs a server', 'npm', [
      'install',
      '--no-audit',
      '--no-fund',
      'swr',
      'express',
      'tsx',
      '@types/express',
    ]);
    app.write({ 'src/App.tsx': viteApp(`${emulator.url}/sdk/HwICSUiSdk.js`), 'server/main.ts': expressServer });
    app.check('lint without a warning', 'npm', ['run', 'lint', '--', '--max-warnings=0']);
    app.check('types', 'npx', ['tsc', '-b']);
    app.check('build', 'npm', ['run', 'build']);
    // Even when the types fail: the report then still says whether a conversation works.
    app.must('bundles', 'npx', ['vite', 'build']);
    const port = await anyFreePort();
    const url = `http://localhost:${port}`;
    await app.serve([...TSX, 'server/main.ts'], url, { ...emulatorSettings(emulator.port), PORT: String(port) });
    await tryConversation(app, emulator, url);
  } finally {
    await app.remove();
  }
}

const viteApp = (sdkUrl: string) => `import { DigitalHumanChat } from '../${COMPONENT}';

export default function App() {
  return <DigitalHumanChat sdkUrl="${sdkUrl}" userId="${USER}" />;
}
`;

/** A constant, as the page proposes for a first try. */
const currentUser = `export async function currentUser(): Promise<{ id: string } | null> {
  return { id: '${USER}' };
}
`;

const nextLayout = `import type { ReactNode } from 'react';
import './globals.css';

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
`;

const expressServer = `import express from 'express';
import { onceCodeLimits } from '../lib/server/limits';
import { handleOnceCode } from '../lib/server/once-code-route';
import { limitSettings, onceCodeSettings } from '../lib/server/settings';

const app = express();
app.use(express.static('dist'));
app.post('/api/once-code', async (request, response) => {
  const headers = new Headers(request.headers as Record<string, string>);
  const answer = await handleOnceCode(new Request('http://localhost/api/once-code', { method: 'POST', headers }), {
    user: () => ({ id: '${USER}' }),
    settings: onceCodeSettings(),
    limits: onceCodeLimits(limitSettings()),
  });
  response.status(answer.status).setHeaders(answer.headers).send(await answer.text());
});
app.listen(Number(process.env.PORT), 'localhost');
`;

const tries = { next: tryNext, vite: tryVite };
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(tries, name));
if (unknown.length > 0) {
  console.error(`No such app: ${unknown.join(', ')}. There are: ${Object.keys(tries).join(', ')}.`);
  process.exit(1);
}
const outcome = new Expectations();
const emulator = await startEmulator({ port: 0 });
for (const [name, tryIt] of Object.entries(tries)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  // A failure of one must not stop the other.
  await tryIt(emulator).catch((error: Error) =>
    outcome.expect(`${name}: finishes`, `\n${error.message}\n`, 'finished'),
  );
}
await emulator.close();
outcome.printAndExit();

// @vitest-environment node
/**
 * The items under the options of today's create-next-app and create-vite. `npm run prove:taken-home` creates real apps.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import registry from '../../examples/registry.json';
import packageJson from '../../package.json';
import { buildItem, type RegistryItem } from './item';

const nextApp = {
  target: 'ES2017',
  lib: ['dom', 'dom.iterable', 'esnext'],
  allowJs: true,
  skipLibCheck: true,
  strict: true,
  noEmit: true,
  esModuleInterop: true,
  module: 'esnext',
  moduleResolution: 'bundler',
  resolveJsonModule: true,
  isolatedModules: true,
  jsx: 'react-jsx',
};
const viteApp = {
  target: 'es2023',
  lib: ['ES2023', 'DOM'],
  module: 'esnext',
  types: ['vite/client', 'node'],
  allowArbitraryExtensions: true,
  skipLibCheck: true,
  moduleResolution: 'bundler',
  allowImportingTsExtensions: true,
  verbatimModuleSyntax: true,
  moduleDetection: 'force',
  noEmit: true,
  jsx: 'react-jsx',
  noUnusedLocals: true,
  noUnusedParameters: true,
  erasableSyntaxOnly: true,
  noFallthroughCasesInSwitch: true,
};

/** create-vite's options for code that runs in Node. */
const nodeApp = {
  target: 'es2023',
  lib: ['ES2023', 'DOM'],
  types: ['node'],
  skipLibCheck: true,
  module: 'nodenext',
  allowImportingTsExtensions: true,
  verbatimModuleSyntax: true,
  moduleDetection: 'force',
  noEmit: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  erasableSyntaxOnly: true,
  noFallthroughCasesInSwitch: true,
};

const readHere = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

it.each([
  ['create-next-app', nextApp],
  ['create-vite', viteApp],
])('all items compile under the options of %s', { timeout: 60_000 }, (name, compilerOptions) => {
  const folder = resolve('.generated/taken-home', name); // inside the repository, so that TypeScript finds packages and their types
  rmSync(folder, { recursive: true, force: true });
  const items: RegistryItem[] = registry.items;
  for (const item of items)
    for (const { target, content } of buildItem(item, { items, read: readHere, versions: packageJson.dependencies })
      .files) {
      mkdirSync(dirname(join(folder, target)), { recursive: true });
      writeFileSync(join(folder, target), content);
    }
  writeFileSync(join(folder, 'styles.d.ts'), "declare module '*.css';\n");
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  expect(typesIn(folder)).toBe('');
});

it('the files to copy by hand compile as modules of Node', { timeout: 60_000 }, () => {
  const folder = resolve('.generated/taken-home/node');
  mkdirSync(folder, { recursive: true });
  const entries = [
    'digital-human/session',
    'digital-human/fetch-once-code',
    'i18n/failure-messages',
    'server/once-code-route',
    'server/http/not-here',
    'server/http/csp',
    'server/brain/callback-response',
    'server/brain/model-brain',
  ];
  const files = entries.map((entry) => resolve(`lib/${entry}.ts`));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: nodeApp, files }));
  expect(typesIn(folder)).toBe('');
});

/** The compiler's output for the project in a folder. */
const typesIn = (folder: string): string =>
  spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', folder], { encoding: 'utf8' }).stdout;

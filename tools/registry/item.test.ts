import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { describe, expect, it } from 'vitest';
import registry from '../../examples/registry.json';
import packageJson from '../../package.json';
import { buildItem, type RegistryItem, withDependencies } from './item';

const sources: Record<string, string> = {
  'examples/x/card.tsx':
    "import { useState } from 'react';\nimport useSWR from 'swr/mutation';\nimport { a } from '../../lib/a';\n",
  'lib/a.ts':
    "import { b } from './deep/b';\nimport { createHash } from 'node:crypto';\nexport type { C } from './c';\n",
  'lib/deep/b.ts': "import words from '../i18n/en.json';\n",
  'lib/c.ts': 'export interface C {}\n',
  'lib/i18n/en.json':
    '{"failure":{"again":"Again","entry":{}},"live":{"end":"End","mute":"Mute"},"session":{"idle":"Idle"},"site":{"name":"x"}}',
};
const item: RegistryItem = {
  name: 'card',
  type: 'registry:block',
  title: 'Card',
  description: '',
  files: [{ path: 'examples/x/card.tsx', type: 'registry:component', target: 'components/card.tsx' }],
};
const readHere = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
const build = (read = (path: string) => sources[path]) =>
  buildItem(item, { items: [item], read, versions: { swr: '2.0.0' } });

const here = { items: registry.items as RegistryItem[], read: readHere, versions: packageJson.dependencies };
const itemHere = (name: string) => here.items.find((each) => each.name === name) as RegistryItem;
/** Everything that `shadcn add` of one item installs. */
const filesWith = (name: string) =>
  withDependencies(itemHere(name), here.items).flatMap((each) => buildItem(each, here).files);

describe('an item', () => {
  it('contains everything that its files import, types and messages included', () => {
    expect(build().files.map(({ target }) => target)).toEqual([
      'components/card.tsx',
      'lib/a.ts',
      'lib/deep/b.ts',
      'lib/c.ts',
      'lib/i18n/en.json',
    ]);
  });

  it('imports its neighbours from their target paths', () => {
    expect(build().files[0]?.content).toContain("from '../lib/a'");
    expect(build().files[1]?.content).toContain("from './deep/b'");
  });

  it('requires its packages in the version tested here, and none that every app has', () => {
    expect(build().dependencies).toEqual(['swr@2.0.0']);
  });

  it('contains only the messages that it shows', () => {
    const failure = { again: 'Again', entry: {} };
    const shownBy = (source: string) => {
      const named: Record<string, string> = { ...sources, 'lib/c.ts': source };
      const { files } = build((path) => named[path]);
      return JSON.parse(files.find(({ path }) => path === 'lib/i18n/en.json')?.content ?? '');
    };
    expect(JSON.parse(build().files[4]?.content ?? '')).toEqual({ failure });
    const named =
      "import { live as messages, session } from './i18n/en.json';\nmessages.end; session[status]; 'messages';\n";
    expect(shownBy(named)).toEqual({ failure, live: { end: 'End' }, session: { idle: 'Idle' } });
    const ofFailures = "import { failure } from './i18n/en.json';\nfailure.entry[code]; failure.again;\n";
    expect(shownBy(ofFailures)).toEqual({ failure });
    expect(shownBy(ofFailures.replace('failure.again', ''))).toEqual({ failure: { entry: {} } });
  });

  it('cannot be built without one of its files', () => {
    expect(() => build((path) => (path === 'lib/c.ts' ? undefined : sources[path]))).toThrow(
      'lib/a.ts imports ./c, which is not there',
    );
  });
});

describe('an item that depends on another', () => {
  const base: RegistryItem = {
    ...item,
    name: 'base',
    files: [{ path: 'lib/a.ts', type: 'registry:file', target: 'src/a.ts' }],
  };
  const dependent = { ...item, registryDependencies: ['base'] };
  const buildWith = (items: RegistryItem[]) =>
    buildItem(dependent, { items, read: (path) => sources[path], versions: { swr: '2.0.0' } });

  it('leaves out what the other contains, and imports that from its target path', () => {
    const { files } = buildWith([base, dependent]);
    expect(files.map(({ target }) => target)).toEqual(['components/card.tsx']);
    expect(files[0]?.content).toContain("from '../src/a'");
  });

  it('names it by its address in the registry', () => {
    expect(buildWith([base, dependent]).registryDependencies).toEqual(['{registry}/base.json']);
  });

  it('cannot be built without it', () => {
    expect(() => buildWith([dependent])).toThrow('card depends on base, which is no item');
  });
});

describe.each(here.items)('$name', (listed) => {
  const built = buildItem(listed, here);

  it('contains nothing of the emulator, of this app, or of a framework that it does not name', () => {
    for (const { path } of built.files) expect(path).toMatch(/^(lib|examples)\//);
    expect(built.dependencies.join(' ')).not.toMatch(/next|use-intl|opentelemetry/);
  });

  // The lint of create-next-app treats every function of that name as a hook of React.
  it('calls no function named use', () => {
    for (const { path, content } of built.files) expect(content, path).not.toMatch(/(?<![.\w])use\(/);
  });

  // The Tailwind rule of create-next-app 16.4 makes a plain style sheet of it, and the component has no class names.
  it('has no CSS module', () => {
    for (const { target } of built.files) expect(target).not.toMatch(/\.module\.css$/);
  });

  it('has no two files with one target', () => {
    const targets = built.files.map(({ target }) => target);
    expect(new Set(targets).size).toBe(targets.length);
  });

  it('contains, with its dependencies, everything that its files import', () => {
    const files = filesWith(listed.name);
    const targets = new Set(files.map(({ target }) => target.replace(/\.tsx?$/, '')));
    for (const { target, content } of files.filter((file) => /\.tsx?$/.test(file.target)))
      for (const [, specifier = ''] of content.matchAll(/from '(\.[^']*)'/g))
        expect(targets, `${target} imports ${specifier}`).toContain(join(dirname(target), specifier));
  });
});

it.each(['digital-human', 'once-code-route'])('%s answers what the vendor’s SDK posts after its destroy', (name) => {
  const route = filesWith(name).find(({ target }) => target === 'app/v1/digital-human-chat/[[...path]]/route.ts');
  expect(route?.content).toContain("from '../../../../lib/server/http/not-here'");
});

it('the outbound proxy is one file beside the route, and brings undici', () => {
  const { files, dependencies } = buildItem(itemHere('outbound-proxy'), here);
  expect(files.map(({ target }) => target)).toEqual(['lib/server/http/outbound.ts']);
  expect(dependencies.join(' ')).toMatch(/^undici@\S+ zod@\S+$/);
});

it('docs/integrate.md lists exactly the files of the server for an app without shadcn', () => {
  const integrate = readFileSync('docs/integrate.md', 'utf8');
  const ofServer = buildItem(itemHere('once-code-handler'), here).files.flatMap(
    ({ path }) => /^lib\/server\/(.+)\.ts$/.exec(path)?.[1] ?? [],
  );
  const copied = /lib\/server\/\{(.+)\}\.ts/.exec(integrate)?.[1]?.split(',') ?? [];
  expect(copied.toSorted()).toEqual(ofServer.toSorted());
});

it('the same file has the same text in all items', () => {
  const texts = new Map<string, string>();
  for (const { target, content } of here.items.flatMap((each) => buildItem(each, here).files)) {
    expect(texts.get(target) ?? content, target).toBe(content);
    texts.set(target, content);
  }
});

it('the chat item contains consent, tabs, microphone and the stored transcript', () => {
  const targets = filesWith('digital-human').map(({ target }) => target);
  for (const name of ['use-one-tab', 'waking-microphone', 'speaking', 'transcript-storage', 'use-once-code'])
    expect(targets).toContain(`lib/digital-human/${name}.ts`);
  expect(filesWith('digital-human').find(({ target }) => target === 'lib/i18n/en.json')?.content).toContain(
    '"consent"',
  );
});

it('the chat item leaves out what only some apps need: Redis, the brain, session control, reports, ways to sign in, pages', () => {
  const optional =
    /server\/(redis|brain\/|sessions\/|client-handle|page-settings|all-settings|auth\/|metastudio\/cons|http\/(page|posted))|digital-human\/(session-server|session-report|recorder|fresh-document|beacon)|api\/session|who-can-fix/;
  expect(filesWith('digital-human').filter(({ target }) => optional.test(target))).toEqual([]);
  const packages = withDependencies(itemHere('digital-human'), here.items).flatMap(
    (each) => buildItem(each, here).dependencies,
  );
  expect(packages.map((name) => name.split('@')[0]).sort()).toEqual(['pino', 'rate-limiter-flexible', 'swr', 'zod']);
});

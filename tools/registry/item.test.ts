import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import registry from '../../examples/registry.json';
import packageJson from '../../package.json';
import { buildItem, type RegistryItem } from './item';

const sources: Record<string, string> = {
  'examples/x/card.tsx':
    "import { useState } from 'react';\nimport useSWR from 'swr/mutation';\nimport { a } from '../../lib/a';\n",
  'lib/a.ts':
    "import { b } from './deep/b';\nimport { createHash } from 'node:crypto';\nexport type { C } from './c';\n",
  'lib/deep/b.ts': "import words from '../i18n/en.json';\n",
  'lib/c.ts': 'export interface C {}\n',
  'lib/i18n/en.json': '{"failure":{"again":"Again"},"site":{"name":"x"}}',
};
const item: RegistryItem = {
  name: 'card',
  type: 'registry:block',
  title: 'Card',
  description: '',
  files: [{ path: 'examples/x/card.tsx', type: 'registry:component', target: 'components/card.tsx' }],
};
const readHere = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
const build = () => buildItem(item, (path) => sources[path], { swr: '2.0.0' });

describe('an item', () => {
  it('brings everything its files import, types and words included', () => {
    expect(build().files.map(({ target }) => target)).toEqual([
      'components/card.tsx',
      'lib/a.ts',
      'lib/deep/b.ts',
      'lib/c.ts',
      'lib/i18n/en.json',
    ]);
  });

  it('imports its neighbours from where they land', () => {
    expect(build().files[0]?.content).toContain("from '../lib/a'");
    expect(build().files[1]?.content).toContain("from './deep/b'");
  });

  it('asks for the packages it needs, in the version tested here, and for none that is there anyway', () => {
    expect(build().dependencies).toEqual(['swr@2.0.0']);
  });

  it('takes only the words it shows', () => {
    expect(JSON.parse(build().files[4]?.content ?? '')).toEqual({ failure: { again: 'Again' } });
  });

  it('cannot be built with a file missing', () => {
    expect(() => buildItem(item, (path) => (path === 'lib/c.ts' ? undefined : sources[path]), { swr: '2' })).toThrow(
      'lib/a.ts imports ./c, which is not there',
    );
  });
});

describe.each(registry.items as RegistryItem[])('$name', (listed) => {
  const built = buildItem(listed, readHere, packageJson.dependencies);

  it('takes home nothing of the emulator, of this app, or of a framework it does not name', () => {
    for (const { path } of built.files) expect(path).toMatch(/^(lib|examples)\//);
    expect(built.dependencies.join(' ')).not.toMatch(/next|use-intl|opentelemetry/);
  });

  it('lands no two files in one place', () => {
    const targets = built.files.map(({ target }) => target);
    expect(new Set(targets).size).toBe(targets.length);
  });
});

it.each(['digital-human', 'once-code-route'])('%s answers what the vendor’s SDK posts after its destroy', (name) => {
  const listed = (registry.items as RegistryItem[]).find((each) => each.name === name);
  const { files } = buildItem(listed as RegistryItem, readHere, packageJson.dependencies);
  const route = files.find(({ target }) => target === 'app/v1/digital-human-chat/[[...path]]/route.ts');
  expect(route?.content).toContain("from '../../../../lib/server/http/not-here'");
});

it('docs/integrate.md lists exactly the files of the server for an app without shadcn', () => {
  const integrate = readFileSync('docs/integrate.md', 'utf8');
  const listed = (registry.items as RegistryItem[]).find(({ name }) => name === 'once-code-route');
  const built = buildItem(listed as RegistryItem, readHere, packageJson.dependencies);
  const ofServer = built.files.flatMap(({ path }) => /^lib\/server\/(.+)\.ts$/.exec(path)?.[1] ?? []);
  const copied = /lib\/server\/\{(.+)\}\.ts/.exec(integrate)?.[1]?.split(',') ?? [];
  expect(copied.toSorted()).toEqual(ofServer.toSorted());
});

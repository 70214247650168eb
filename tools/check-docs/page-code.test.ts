// @vitest-environment node
/** The code on the pages that teams copy must compile unchanged. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { codeToCopy } from './markdown';

const pages = ['README.md', 'README.zh-CN.md', 'docs/integrate.md'];
const blocks = pages.flatMap((page) =>
  codeToCopy(readFileSync(page, 'utf8')).map((block, i) => ({
    ...block,
    name: `${page.replaceAll('/', '-')}-${i + 1}`,
  })),
);

it('the code of the pages compiles unchanged', { timeout: 60_000 }, () => {
  const folder = resolve('.generated/page-code'); // inside the repository, so that TypeScript finds packages and their types
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { name, language, code } of blocks) writeFileSync(join(folder, `${name}.${language}`), code);
  writeFileSync(join(folder, 'styles.d.ts'), "declare module '*.css';\n");
  const paths = {
    '@/components/*': ['../../examples/*'],
    '@/lib/server/current-user': ['../../examples/next/current-user.ts'],
    '@/*': ['../../*'],
  };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.json',
      compilerOptions: { paths, incremental: false },
      include: ['*'],
    }),
  );
  const { stdout } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', folder], {
    encoding: 'utf8',
  });
  expect(blocks.length).toBeGreaterThan(5);
  expect(stdout).toBe('');
});

it('code that calls a hook has the directive of a client component, which Next requires', () => {
  const withHooks = blocks.filter(({ code }) => /\buse[A-Z]\w*\(/.test(code));
  expect(withHooks).toHaveLength(2);
  for (const { code } of withHooks) expect(code.split('\n')[0]).toBe("'use client';");
});

import { expect, it } from 'vitest';
import { readModule } from './module-names';

it('finds what is given: declared, listed, taken apart, by default', () => {
  const { exports } = readModule(`
export const a = 1;
export async function b() {}
export abstract class C {}
export interface D {}
export type E = 1;
export const { F, GET: G } = make();
export { h, i as j };
export default function Page() {}
const notThis = 1;
`);
  expect(exports.sort()).toEqual(['C', 'D', 'E', 'F', 'G', 'a', 'b', 'default', 'h', 'j']);
  expect(readModule('export default defineConfig({});').exports).toEqual(['default']);
});

it('finds what is taken, by the name it has there', () => {
  const { imports } = readModule(`
import one, { two as three, type Four } from './a';
import type { Five } from './b';
import {
  six,
  seven,
} from './c';
export { eight } from './d';
`);
  expect(imports).toEqual([
    { specifier: './d', names: ['eight'] },
    { specifier: './a', names: ['default', 'two', 'Four'] },
    { specifier: './b', names: ['Five'] },
    { specifier: './c', names: ['six', 'seven'] },
  ]);
});

it('takes a whole module for all of it', () => {
  for (const code of [
    "import * as all from './a';",
    "export * from './a';",
    "import './a';",
    "lazy(() => import('./a'))",
  ])
    expect(readModule(code).imports).toEqual([{ specifier: './a', names: 'all' }]);
});

it('tells a type that another export speaks of from one that nobody does', () => {
  const code = 'export interface Options {}\nexport type Idle = 1;\nexport const run = (options: Options) => options;';
  expect([...readModule(code).spokenTypes]).toEqual(['Options']);
});

it('does not take a program in a text for its own', () => {
  expect(readModule('const PEER = `\nexport const POST = 1;\n`;').exports).toEqual([]);
  expect(readModule("const PAGE = `import a from 'a';\nexport default a;\n`;")).toMatchObject({
    imports: [],
    exports: [],
  });
});

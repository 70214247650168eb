/**
 * The TypeScript files of this repository, and the file or package that an import names. For the checks of structure.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';

const folders = ['app', 'components', 'lib', 'emulator', 'scripts', 'tools', 'examples', 'e2e'];
const withSlashes = (path: string) => path.split(sep).join('/');

export const sourceFiles = (): string[] =>
  folders
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
    .concat('proxy.ts', 'instrumentation.ts')
    .map(withSlashes)
    .filter((file) => /\.tsx?$/.test(file));

/** Without comments that have their own line. */
export const codeOf = (file: string): string => readFileSync(file, 'utf8').replace(/^\s*(\/\/|\*|\/\*).*$/gm, '');

/** Returns the imported path from the root, or `null` for a package. */
export function pathOf(from: string, specifier: string): string | null {
  if (specifier.startsWith('@/')) return specifier.slice(2);
  return specifier.startsWith('.') ? withSlashes(normalize(join(dirname(from), specifier))) : null;
}

export const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

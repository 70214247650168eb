/**
 * One item of the shadcn registry: the files `registry.json` names, and everything they import. So the list names what a
 * team asks for, and cannot forget what that needs. Pure but for the reader that is passed in.
 */
import { dirname, join, normalize, relative } from 'node:path/posix';
import { packageOf } from '../source-files';

export interface RegistryFile {
  path: string;
  type: string;
  target: string;
}

export interface RegistryItem {
  name: string;
  type: string;
  title: string;
  description: string;
  docs?: string;
  files: RegistryFile[];
}

export interface BuiltItem extends Omit<RegistryItem, 'files'> {
  $schema: string;
  dependencies: string[];
  files: (RegistryFile & { content: string })[];
}

/** `text` of a file of the repository, or undefined when there is none. */
export type ReadSource = (path: string) => string | undefined;

const importPattern = /((?:from|import)\s*\(?\s*)(['"])([^'"\n]+)\2/g;

/** Only these words go along: the rest of the catalogue is the app's own. */
const TAKEN_WORDS = 'failure';

/** Comes with every app the item is added to. */
const present = /^(react|react-dom|next)(\/|$)|^node:/;

export function buildItem(item: RegistryItem, read: ReadSource, versions: Record<string, string>): BuiltItem {
  const files = new Map(item.files.map((file) => [file.path, file]));
  const contents = new Map<string, string>();
  const packages = new Set<string>();
  // Grows while it is read: each file brings those it imports. As `registry:file`, because shadcn 4.23 takes the opening
  // comment off files of other types.
  for (const { path } of files.values()) {
    const content = read(path);
    if (content === undefined) throw new Error(`${item.name}: there is no ${path}`);
    contents.set(path, content);
    for (const specifier of specifiersOf(path, content)) {
      if (specifier.startsWith('.')) {
        const imported = resolve(path, specifier, read);
        if (!files.has(imported)) files.set(imported, { path: imported, type: 'registry:file', target: imported });
      } else if (!present.test(specifier)) packages.add(packageOf(specifier));
    }
  }
  const built = [...files.values()].map((file) => ({ ...file, content: moved(file, contents, files, read) }));
  return {
    $schema: 'https://ui.shadcn.com/schema/registry-item.json',
    ...item,
    dependencies: [...packages].sort().map((name) => `${name}@${versions[name] ?? unknownVersion(name)}`),
    files: built,
  };
}

function unknownVersion(name: string): never {
  throw new Error(`${name} is imported, but is no dependency of package.json`);
}

const specifiersOf = (path: string, content: string) =>
  path.endsWith('.json') ? [] : [...content.matchAll(importPattern)].map((match) => match[3] as string);

function resolve(from: string, specifier: string, read: ReadSource): string {
  const path = normalize(join(dirname(from), specifier));
  const found = [path, `${path}.ts`, `${path}.tsx`].find(
    (candidate) => /\.\w+$/.test(candidate) && read(candidate) !== undefined,
  );
  if (!found) throw new Error(`${from} imports ${specifier}, which is not there`);
  return found;
}

/** A file that lands elsewhere than it lies here imports its neighbours from there. */
function moved(
  { path, target }: RegistryFile,
  contents: ReadonlyMap<string, string>,
  files: ReadonlyMap<string, RegistryFile>,
  read: ReadSource,
): string {
  const content = contents.get(path) ?? '';
  if (path.endsWith('.json')) return onlyTakenWords(content);
  return content.replace(importPattern, (whole, before: string, quote: string, specifier: string) => {
    const imported = specifier.startsWith('.') ? files.get(resolve(path, specifier, read)) : undefined;
    if (!imported) return whole;
    const way = relative(dirname(target), imported.target).replace(/\.tsx?$/, '');
    return `${before}${quote}${way.startsWith('.') ? way : `./${way}`}${quote}`;
  });
}

const onlyTakenWords = (content: string) =>
  `${JSON.stringify({ [TAKEN_WORDS]: (JSON.parse(content) as Record<string, unknown>)[TAKEN_WORDS] }, null, 2)}\n`;

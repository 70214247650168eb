/**
 * Builds one item of the shadcn registry: the files that `registry.json` names, and everything they import that the
 * item's dependencies do not contain. So the list names what teams want, and the imports add what that needs. Pure
 * except for the reader that is passed in.
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
  /** Names of other items. */
  registryDependencies?: string[];
  files: RegistryFile[];
}

export interface BuiltItem extends Omit<RegistryItem, 'files'> {
  $schema: string;
  dependencies: string[];
  files: (RegistryFile & { content: string })[];
}

/** Returns the text of a file of the repository, or undefined if it does not exist. */
export type ReadSource = (path: string) => string | undefined;

const importPattern = /((?:from|import)\s*\(?\s*)(['"])([^'"\n]+)\2/g;

/** The messages of every item, in addition to those that its files name. */
const FAILURE_SECTION = 'failure';
const FAILURE_MESSAGES = 'entry';

const sectionsPattern = /import \{([^}]*)\} from '[^']+\.json';/g;

/** Installed in every app that adds the item. */
const present = /^(react|react-dom|next)(\/|$)|^node:/;

/** The placeholder for the registry's address. The server of the registry replaces it. */
export const REGISTRY = '{registry}';

export interface Registry {
  items: readonly RegistryItem[];
  read: ReadSource;
  /** The versions of packages. */
  versions: Record<string, string>;
}

export function buildItem(item: RegistryItem, registry: Registry): BuiltItem {
  const { read, versions } = registry;
  const given = filesOfDependencies(item, registry);
  const { files, contents, packages } = filesOf(item, given, read);
  const everywhere = new Map([...given, ...files]);
  const { registryDependencies, ...itself } = item;
  return {
    $schema: 'https://ui.shadcn.com/schema/registry-item.json',
    ...itself,
    ...(registryDependencies && {
      registryDependencies: registryDependencies.map((name) => `${REGISTRY}/${name}.json`),
    }),
    dependencies: [...packages].sort().map((name) => `${name}@${versions[name] ?? unknownVersion(name)}`),
    files: [...files.values()].map((file) => ({ ...file, content: moved(file, contents, everywhere, read) })),
  };
}

/** Returns the item and everything that it installs. */
export function withDependencies(item: RegistryItem, items: readonly RegistryItem[]): RegistryItem[] {
  const needed = (item.registryDependencies ?? []).flatMap((name) => {
    const found = items.find((each) => each.name === name);
    if (!found) throw new Error(`${item.name} depends on ${name}, which is no item`);
    return withDependencies(found, items);
  });
  return [...new Set([...needed, item])];
}

function filesOfDependencies(item: RegistryItem, { items, read }: Registry): Map<string, RegistryFile> {
  const given = new Map<string, RegistryFile>();
  for (const needed of withDependencies(item, items).slice(0, -1))
    for (const [path, file] of filesOf(needed, given, read).files) given.set(path, file);
  return given;
}

interface ItemFiles {
  files: Map<string, RegistryFile>;
  contents: Map<string, string>;
  packages: Set<string>;
}

function filesOf(item: RegistryItem, given: ReadonlyMap<string, RegistryFile>, read: ReadSource): ItemFiles {
  const files = new Map(item.files.filter(({ path }) => !given.has(path)).map((file) => [file.path, file]));
  const contents = new Map<string, string>();
  const packages = new Set<string>();
  // Grows during the loop: each file adds its imports. As `registry:file`, because shadcn 4.23 removes the opening
  // comment of files of other types.
  for (const { path } of files.values()) {
    const content = read(path);
    if (content === undefined) throw new Error(`${item.name}: there is no ${path}`);
    contents.set(path, content);
    for (const specifier of specifiersOf(path, content)) {
      if (specifier.startsWith('.')) {
        const imported = resolve(path, specifier, read);
        if (!files.has(imported) && !given.has(imported))
          files.set(imported, { path: imported, type: 'registry:file', target: imported });
      } else if (!present.test(specifier)) packages.add(packageOf(specifier));
    }
  }
  return { files, contents, packages };
}

function unknownVersion(name: string): never {
  throw new Error(`${name} is imported, but is no dependency of package.json`);
}

const specifiersOf = (path: string, content: string) =>
  !/\.tsx?$/.test(path) ? [] : [...content.matchAll(importPattern)].map((match) => match[3] as string);

function resolve(from: string, specifier: string, read: ReadSource): string {
  const path = normalize(join(dirname(from), specifier));
  const found = [path, `${path}.ts`, `${path}.tsx`].find(
    (candidate) => /\.\w+$/.test(candidate) && read(candidate) !== undefined,
  );
  if (!found) throw new Error(`${from} imports ${specifier}, which is not there`);
  return found;
}

/** Rewrites the imports of a file whose target has another path than its source. */
function moved(
  { path, target }: RegistryFile,
  contents: ReadonlyMap<string, string>,
  files: ReadonlyMap<string, RegistryFile>,
  read: ReadSource,
): string {
  const content = contents.get(path) ?? '';
  if (path.endsWith('.json')) return onlyMessages(content, namedMessages(contents));
  if (!/\.tsx?$/.test(path)) return content;
  return content.replace(importPattern, (whole, before: string, quote: string, specifier: string) => {
    const imported = specifier.startsWith('.') ? files.get(resolve(path, specifier, read)) : undefined;
    if (!imported) return whole;
    const way = relative(dirname(target), imported.target).replace(/\.tsx?$/, '');
    return `${before}${quote}${way.startsWith('.') ? way : `./${way}`}${quote}`;
  });
}

/** Sections of the catalogue, each with the named messages. `null` stands for the whole section. */
type Named = Map<string, Set<string> | null>;

function namedMessages(contents: ReadonlyMap<string, string>): Named {
  const named: Named = new Map();
  for (const content of contents.values())
    for (const [statement, list = ''] of content.matchAll(sectionsPattern))
      for (const imported of list.split(',').filter((name) => name.trim())) {
        const [section = '', alias = section] = imported.trim().split(' as ');
        const keys = keysOf(alias, content.replace(statement, ''));
        const known = named.get(section);
        named.set(section, keys && known !== null ? new Set([...(known ?? []), ...keys]) : null);
      }
  const ofFailures = named.get(FAILURE_SECTION);
  named.set(FAILURE_SECTION, ofFailures ? ofFailures.add(FAILURE_MESSAGES) : null);
  return named;
}

/** The keys read from an object as `name.key`. `null` when the code uses it otherwise, as in `name[key]`. */
function keysOf(name: string, content: string): Set<string> | null {
  const uses = [...content.matchAll(new RegExp(`(?<![\\w.'"])${name}(?![\\w'"])(?:\\.(\\w+))?`, 'g'))];
  const keys = uses.flatMap(([, key]) => key ?? []);
  return keys.length === uses.length ? new Set(keys) : null;
}

function onlyMessages(catalogue: string, named: Named): string {
  const sections: Record<string, object> = JSON.parse(catalogue);
  const taken = Object.entries(sections).flatMap(([name, messages]) => {
    const keys = named.get(name);
    if (keys === undefined) return [];
    return [[name, keys ? Object.fromEntries(Object.entries(messages).filter(([key]) => keys.has(key))) : messages]];
  });
  return `${JSON.stringify(Object.fromEntries(taken), null, 2)}\n`;
}

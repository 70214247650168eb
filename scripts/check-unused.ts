/**
 * Fails when something is there that nobody needs: a file nothing leads to, an export nobody imports, a package nobody
 * imports; and when a package is imported that package.json does not name, or names as one of development only.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path/posix';
import packageJson from '../package.json';
import { type ModuleNames, readModule } from './check-unused/module-names';
import { codeOf, fileOf, packageOf, pathOf, sourceFiles } from './source-files';

/** Next, vitest, Playwright and examples/start.ts find these by their names, and what they export is for them. */
const calledByName =
  /^(proxy|instrumentation)\.ts$|\.(test|spec)\.tsx?$|\.config\.ts$|\.d\.ts$|^examples\/[^/]+\/server\.ts$|^app\/(.*\/)?(page|layout|route|error|global-error|not-found|loading|icon|apple-icon|manifest|robots|opengraph-image)\.tsx?$/;

/** For those who take it home: the first rung of the ladder, and what they put their own in place of. */
const takenHome = /^examples\/(digital-human-chat\.tsx|next\/)/;

/** Wanted by another package, or by a name no source says. */
const indirect: Record<string, string> = {
  '@next/env': 'part of next',
  '@testing-library/dom': 'peer of @testing-library/react',
  'happy-dom': '@vitest-environment',
  'react-dom': 'peer of next',
  tailwindcss: 'app/globals.css',
};

const sources = sourceFiles();
const modules = new Map<string, ModuleNames>(sources.map((file) => [file, readModule(codeOf(file))]));
const isTold = /\.(ts|js|mjs|json|ya?ml|md)$|^Dockerfile$/;
/** Where a file or a package may be named without being imported: commands, settings, pages, strings. */
const told = ['.', '.github/workflows', 'docs', 'examples/plain', 'examples/express-vite']
  .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
  .filter((file) => (isTold.test(file) || file.endsWith('.html')) && file !== 'package-lock.json')
  .concat(sources)
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }));

/** By its path, or from beside it by its own name. */
const isNamed = (file: string) =>
  told.some(({ file: by, text }) => {
    const isNear = dirname(file).startsWith(dirname(by));
    return by !== file && (text.includes(file) || (isNear && new RegExp(`['"/]${basename(file)}['"]`).test(text)));
  });

const used = new Map<string, Set<string>>();
const importers = new Map<string, string[]>();
for (const [from, { imports }] of modules) {
  for (const { specifier, names } of imports) {
    const path = pathOf(from, specifier);
    const target = path === null ? packageOf(specifier) : fileOf(path);
    if (target === undefined) continue;
    importers.set(target, [...(importers.get(target) ?? []), from]);
    const seen = used.get(target) ?? new Set();
    for (const name of names === 'all' ? (modules.get(target)?.exports ?? []) : names) seen.add(name);
    used.set(target, seen);
  }
}

const faults: string[] = [];
for (const file of sources) {
  if (calledByName.test(file) || takenHome.test(file)) continue;
  const reached = importers.has(file) || isNamed(file);
  if (!reached) faults.push(`${file}: nothing leads to it`);
  const idle = (modules.get(file)?.exports ?? []).filter(
    (name) => !used.get(file)?.has(name) && !modules.get(file)?.spokenTypes.has(name),
  );
  // Who is started or bundled by name gives its exports to nobody here.
  if (reached && idle.length > 0) faults.push(`${file}: nobody imports ${idle.join(', ')}`);
}

const isProduct = (file: string) =>
  /^(app|components|lib|proxy|instrumentation)/.test(file) && !/\.test\.|-fixture\.|scripted-sdk/.test(file);
const { dependencies, devDependencies, scripts } = packageJson;
const commands = Object.values(scripts).join(' ');
for (const name of [...Object.keys(dependencies), ...Object.keys(devDependencies)]) {
  const by = importers.get(name) ?? [];
  const isSaid = told.some(
    ({ file, text }) => file !== 'package.json' && !file.endsWith('.md') && new RegExp(`['"/]${name}['"/]`).test(text),
  );
  const ofTypes = name.startsWith('@types/') && (name === '@types/node' || importers.has(name.slice('@types/'.length)));
  const isCommand = commands.split(/[ /]/).includes(name) || existsSync(`node_modules/.bin/${name}`);
  if (by.length === 0 && !isSaid && !ofTypes && !isCommand && !(name in indirect))
    faults.push(`package.json: nobody needs ${name}`);
  if (name in dependencies && by.length > 0 && !by.some(isProduct) && !(name in indirect))
    faults.push(`package.json: ${name} belongs to devDependencies: only ${by[0]} imports it`);
  if (name in devDependencies && by.some(isProduct))
    faults.push(`package.json: ${name} belongs to dependencies: ${by.find(isProduct)} imports it`);
}
for (const [name, by] of importers) {
  if (name.includes('.ts') || name.startsWith('node:') || /\.(json|css|mjs)$/.test(name)) continue;
  if (!(name in dependencies) && !(name in devDependencies) && !(name in indirect))
    faults.push(`${by[0]}: ${name} is not in package.json`);
}

if (faults.length > 0) {
  console.error(`What nobody needs:\n  ${faults.join('\n  ')}`);
  process.exit(1);
}
console.log(
  `Unused: nothing. ${sources.length} files, ${Object.keys({ ...dependencies, ...devDependencies }).length} packages.`,
);

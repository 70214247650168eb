/**
 * Fails when an import points up: app → components → lib/digital-human → lib, and app → lib/server → lib. The product
 * imports neither the emulator nor scripts, tools, examples or tests. Its unit tests import only the product, so
 * `app/`, `components/` and `lib/` build and test without the rest. The code that product teams copy needs no
 * framework, and its imports work in Node.
 */
import { codeOf, pathOf, sourceFiles } from './source-files';

interface Layer {
  name: string;
  holds: (file: string) => boolean;
  /** The layers that its files may import, beside their own. */
  mayImport: string[];
  /** The packages that its files may import. Default: any. */
  packages?: RegExp;
}

const isTest = (file: string) => /\.test\.tsx?$/.test(file) || /^lib\/[^/]+\/testing\//.test(file);
const under = (folder: string) => (file: string) => file.startsWith(`${folder}/`);

/** The first matching layer counts. */
const layers: Layer[] = [
  {
    name: 'tests of the product',
    holds: (file) => isTest(file) && /^(app|components|lib)\//.test(file),
    mayImport: ['app', 'components', 'hooks', 'failures', 'session', 'server', 'messages', 'lib'],
  },
  {
    name: 'tests',
    holds: isTest,
    mayImport: ['server', 'failures', 'session', 'messages', 'lib', 'emulator', 'scripts', 'tools', 'examples'],
  },
  { name: 'emulator', holds: under('emulator'), mayImport: [] },
  {
    name: 'scripts',
    holds: under('scripts'),
    mayImport: ['emulator', 'server', 'failures', 'session', 'messages', 'lib'],
  },
  {
    name: 'tools',
    holds: under('tools'),
    mayImport: ['examples', 'scripts', 'emulator', 'server', 'failures', 'session', 'messages', 'lib'],
  },
  {
    name: 'examples',
    holds: under('examples'),
    mayImport: ['scripts', 'hooks', 'failures', 'session', 'server', 'messages', 'lib'],
  },
  { name: 'e2e', holds: under('e2e'), mayImport: ['scripts', 'messages', 'lib'] },
  {
    name: 'app',
    holds: under('app'),
    mayImport: ['components', 'hooks', 'failures', 'session', 'server', 'messages', 'lib'],
  },
  {
    name: 'components',
    holds: (file) => under('components')(file) || file === 'instrumentation-client.ts',
    mayImport: ['hooks', 'failures', 'session', 'messages', 'lib'],
  },
  {
    name: 'hooks',
    holds: (file) => /^lib\/digital-human\/use-[^/]+$/.test(file),
    mayImport: ['failures', 'session', 'lib'],
    packages: /^(react|swr(\/.*)?)$/,
  },
  // The wire contract of the session report derives its outcomes from the table of failures.
  {
    name: 'failures',
    holds: (file) => /^lib\/digital-human\/failures(\.ts)?$/.test(file),
    mayImport: ['lib'],
    packages: /^$/,
  },
  { name: 'session', holds: under('lib/digital-human'), mayImport: ['lib', 'failures'], packages: /^$/ },
  { name: 'server', holds: under('lib/server'), mayImport: ['lib'] },
  { name: 'messages', holds: under('lib/i18n'), mayImport: ['failures', 'session', 'lib'] },
  { name: 'lib', holds: under('lib'), mayImport: ['failures'] },
  {
    name: 'proxy',
    holds: (file) => ['proxy.ts', 'instrumentation.ts'].includes(file),
    mayImport: ['server', 'messages', 'lib'],
  },
];

/** The MetaStudio client runs in any Node server. */
const frameworkFree = /^lib\/server\/(metastudio\/[\w-]+|http\/read-body)\.ts$/;
const framework = /^(next|next-auth|react|server-only)(\/|$)/;

/** Besides the folder for the SDK, only these files call it. All others use `SdkQueue`, `SdkEvent` and `Failure`. */
const maySdkCall = /^lib\/digital-human\/(sdk\/|testing\/|(conversation|speaking)\.ts$)/;
const sdkCall = /\bIcsSdk\b|\bsdk\??\.\w+\s*(\?\.)?\(/;

const importPattern = /(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g;

const sources = sourceFiles();

const faults = sources.flatMap((file) => {
  const layer = layers.find((each) => each.holds(file));
  if (!layer) return [`${file}: in no layer`];
  return [...sdkFaultOf(file), ...importsOf(file).flatMap((specifier) => faultOf(file, layer, specifier) ?? [])];
});

function sdkFaultOf(file: string): string[] {
  if (isTest(file) || !/^(app|components|lib)\//.test(file) || maySdkCall.test(file)) return [];
  const call = sdkCall.exec(codeOf(file));
  return call
    ? [`${file}: only lib/digital-human/sdk, conversation.ts and speaking.ts may call the SDK: ${call[0]}`]
    : [];
}

function importsOf(file: string): string[] {
  return [...codeOf(file).matchAll(importPattern)].map((match) => match[1] as string);
}

function faultOf(file: string, layer: Layer, specifier: string): string | null {
  const target = pathOf(file, specifier);
  // For code that teams copy: Node, and TypeScript's `nodenext`, find no file without its extension.
  if (/^(lib|examples)\//.test(file) && specifier.startsWith('.') && !/\.\w+$/.test(specifier))
    return `${file}: name the extension of ${specifier}`;
  if (target === null) {
    if (frameworkFree.test(file) && framework.test(specifier)) return `${file}: must not need ${specifier}`;
    const isForeign = layer.packages && !layer.packages.test(specifier);
    return isForeign ? `${file}: ${layer.name} must not need the package ${specifier}` : null;
  }
  const targetLayer = layers.find((each) => each.holds(target));
  if (!targetLayer || targetLayer === layer || layer.mayImport.includes(targetLayer.name)) return null;
  return `${file}: ${layer.name} must not import ${target} (${targetLayer.name})`;
}

if (faults.length > 0) {
  console.error(`Imports that point the wrong way:\n  ${faults.join('\n  ')}`);
  process.exit(1);
}
console.log(`Imports: ${sources.length} files, all pointing down.`);

/** The files of the stand-in SDK, as a browser loads them: the bundled script, its style sheet, its assets. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

export interface ServedFile {
  type: string;
  etag: string;
  bytes: Uint8Array<ArrayBuffer>;
  gzip: Uint8Array<ArrayBuffer>;
}

/** Keyed by the path below `/sdk/`: `HwICSUiSdk.js`, `HwICSUiSdk.css`, `assets/…`. */
export type StandInFiles = ReadonlyMap<string, ServedFile>;

const sdkFolder = fileURLToPath(new URL('./sdk/', import.meta.url));

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webp': 'image/webp',
};

/** Reads everything into memory, so no request path reaches the file system. */
export async function loadStandInFiles(): Promise<StandInFiles> {
  const [script, style, assets] = await Promise.all([
    bundleScript(join(sdkFolder, 'index.ts')),
    readFile(join(sdkFolder, 'HwICSUiSdk.css')),
    readFolder(join(sdkFolder, 'assets')),
  ]);
  return new Map([
    ['HwICSUiSdk.js', servedFile('.js', script)],
    ['HwICSUiSdk.css', servedFile('.css', style)],
    ...assets.map(([path, bytes]) => [`assets/${path}`, servedFile(extname(path), bytes)] as const),
  ]);
}

export function servedFile(extension: string, bytes: Uint8Array): ServedFile {
  return {
    type: types[extension] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`,
    bytes: new Uint8Array(bytes),
    gzip: new Uint8Array(gzipSync(bytes)),
  };
}

async function bundleScript(entry: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'iife',
    minify: true,
    target: 'es2022',
    legalComments: 'none',
    write: false,
  });
  const [script] = outputFiles;
  if (!script) throw new Error(`esbuild gave no output for ${entry}`);
  return script.contents;
}

async function readFolder(folder: string): Promise<[path: string, bytes: Uint8Array][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    files.map(async (file): Promise<[string, Uint8Array]> => {
      return [relative(folder, file).split(sep).join('/'), await readFile(file)];
    }),
  );
}

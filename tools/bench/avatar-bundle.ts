/** Bundles a script of ours and its imports for a benchmark's page. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export async function bundle(entry: URL): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  if (!outputFiles[0]) throw new Error(`nothing was bundled from ${entry}`);
  return outputFiles[0].text;
}

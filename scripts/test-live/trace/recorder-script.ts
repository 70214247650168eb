/** Bundles the in-page recorder as one script, which must run before the page's own. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export async function recorderScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./in-page-recorder.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
  });
  return outputFiles[0]?.text ?? '';
}

/**
 * The second half of `npm run build` when BUILD_STANDALONE is set: adds the doctor, as one file without packages, to
 * the standalone output, and fails when that output contains a secret of the build machine.
 */
import { existsSync } from 'node:fs';
import { build } from 'esbuild';
import { loadEnvFiles } from './env-files';
import { secretsIn } from './pack-standalone/secrets-in-output';

const folder = '.next/standalone';
const OLDER_FORMAT = [
  "import { createRequire } from 'node:module';",
  "import { fileURLToPath } from 'node:url';",
  'const require = createRequire(import.meta.url);',
  "const __dirname = fileURLToPath(new URL('.', import.meta.url));",
].join('\n');

if (process.env.BUILD_STANDALONE) {
  if (!existsSync(`${folder}/server.js`)) throw new Error(`${folder} holds no server.`);
  await build({
    entryPoints: ['scripts/doctor.ts'],
    outfile: `${folder}/doctor.js`,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Packages in the older module format expect these in every file.
    banner: { js: OLDER_FORMAT },
    logLevel: 'warning',
  });
  const found = secretsIn(folder, loadEnvFiles());
  if (found.length > 0) {
    console.error(`The standalone output holds secrets of this machine:\n  ${found.join('\n  ')}`);
    process.exit(1);
  }
  console.log(`${folder}: the doctor is in it (node doctor.js), and no secret.`);
}

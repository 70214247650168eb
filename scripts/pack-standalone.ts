/**
 * The second half of `npm run build` when BUILD_STANDALONE is set: puts the doctor, as one file without packages, into the
 * standalone output, and fails when that output holds a secret of the machine it was built on.
 */
import { existsSync } from 'node:fs';
import { build } from 'esbuild';
import { loadEnvFiles } from './env-files';
import { secretsIn } from './pack-standalone/secrets-in-output';

const folder = '.next/standalone';

if (process.env.BUILD_STANDALONE) {
  if (!existsSync(`${folder}/server.js`)) throw new Error(`${folder} holds no server.`);
  await build({
    entryPoints: ['scripts/doctor.ts'],
    outfile: `${folder}/doctor.js`,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Packages in the older module format ask for Node's own modules by `require`.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'warning',
  });
  const found = secretsIn(folder, loadEnvFiles());
  if (found.length > 0) {
    console.error(`The standalone output holds secrets of this machine:\n  ${found.join('\n  ')}`);
    process.exit(1);
  }
  console.log(`${folder}: the doctor is in it (node doctor.js), and no secret.`);
}

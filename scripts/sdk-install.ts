/**
 * `npm run sdk:install -- HwICSUiSDK-5.0.6.zip [--sha256 <hex>] [--accept-version <version>]`: verifies the vendor's
 * zip, compares its declarations with those that the app was written for, and unpacks it for the page.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ArchiveRefused } from './sdk-install/archive';
import { installSdk } from './sdk-install/install';
import { installationLines } from './sdk-install/installation-lines';

const USAGE =
  'Usage: npm run sdk:install -- <HwICSUiSDK-….zip> [--sha256 <hex of 64 digits>] [--accept-version <version>]';
const TARGET = 'public/metastudio-sdk';

function readArguments() {
  try {
    const options = { sha256: { type: 'string' }, 'accept-version': { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [zip, ...more] = positionals;
    if (!zip || more.length > 0 || !/^[\da-f]{64}$/i.test(values.sha256 ?? '0'.repeat(64))) return undefined;
    // npm runs scripts in the project's folder, wherever the user ran the command.
    return {
      zip: resolve(process.env.INIT_CWD ?? '.', zip),
      sha256: values.sha256,
      acceptVersion: values['accept-version'],
    };
  } catch {
    return undefined; // an unknown option
  }
}

const given = readArguments();
if (!given) {
  console.error(USAGE);
  process.exit(1);
}
try {
  const installation = await installSdk({ ...given, target: TARGET, workFolder: '.generated' });
  for (const line of installationLines(installation, TARGET)) console.log(line);
} catch (error) {
  if (!(error instanceof ArchiveRefused)) throw error;
  console.error(`${given.zip} ${error.message}\nNothing was changed.`);
  process.exit(1);
}

/** `npm run sdk:install -- HwICSUiSDK-5.0.6.zip [--sha256 <hex>]`: verifies the vendor's zip and unpacks it for the page. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ArchiveRefused } from './sdk-install/archive';
import { installSdk } from './sdk-install/install';
import { isTooOldVersion, OLDEST_VERSION } from './sdk-install/sdk-releases';

const USAGE = 'Usage: npm run sdk:install -- <HwICSUiSDK-….zip> [--sha256 <hex of 64 digits>]';
const TARGET = 'public/metastudio-sdk';

function readArguments(): { zip: string; sha256: string | undefined } | undefined {
  try {
    const { values, positionals } = parseArgs({ options: { sha256: { type: 'string' } }, allowPositionals: true });
    const [zip, ...more] = positionals;
    if (!zip || more.length > 0 || !/^[\da-f]{64}$/i.test(values.sha256 ?? '0'.repeat(64))) return undefined;
    // npm runs scripts in the project's folder, whatever folder the command was given in.
    return { zip: resolve(process.env.INIT_CWD ?? '.', zip), sha256: values.sha256 };
  } catch {
    return undefined; // an option that does not exist
  }
}

const given = readArguments();
if (!given) {
  console.error(USAGE);
  process.exit(1);
}
try {
  const { version, files } = await installSdk({ ...given, target: TARGET, workFolder: '.generated' });
  console.log(`HwICSUiSdk ${version} is in ${TARGET}/: ${Object.keys(files).length} files, verified.`);
  if (isTooOldVersion(version)) console.log(`It is too old for this app, which needs ${OLDEST_VERSION} or newer.`);
  console.log('A server that is running serves it after a restart. Check everything with:  npm run doctor');
} catch (error) {
  if (!(error instanceof ArchiveRefused)) throw error;
  console.error(`${given.zip} ${error.message}\nNothing was changed.`);
  process.exit(1);
}

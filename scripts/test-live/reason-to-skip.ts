/**
 * Whether the live tests may run: only with every setting of a real conversation, and only against the real cloud. Both
 * the command and the tests' configuration call it, so neither can run against the emulator by accident.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { settingProblems } from '../../lib/server/all-settings';
import { chatPageSettings, cspOrigins } from '../../lib/server/page-settings';
import { usesRealCloud } from '../../lib/server/settings';
import { describeProblem, type Environment } from '../../lib/server/settings-schema';

/** Random for every run, because the tests sign in their own user. */
const MADE_FOR_THE_RUN = 'AUTH_SECRET';

/** A sentence to follow `skipped: `, or undefined. */
export function reasonToSkip(environment: Environment, publicFolder = 'public'): string | undefined {
  const problems = settingProblems(environment).filter(({ name }) => name !== MADE_FOR_THE_RUN);
  if (problems.length > 0) return problems.map(describeProblem).join('; ');
  if (!usesRealCloud(environment))
    return 'METASTUDIO_ENDPOINT is on this machine, and these tests are for the real cloud';
  if (cspOrigins(environment).server?.isLoopback)
    return 'METASTUDIO_SERVER_ADDRESS is on this machine, and these tests are for the real cloud';
  const { sdkUrl } = chatPageSettings(environment);
  if (sdkUrl.startsWith('/') && !existsSync(join(publicFolder, sdkUrl.replace(/\?.*$/, ''))))
    return `the vendor’s SDK is not in public${sdkUrl}; install it with: npm run sdk:install -- <zip>`;
  return undefined;
}

/**
 * `npm run test:live`: the core stories against the real cloud, in a real browser. Without what that takes it says
 * `skipped: …` and is content.
 */
import { loadEnvFiles } from './env-files';
import { findBrowser } from './find-browser';
import { freePort } from './free-port';
import { NEXT } from './local-stack';
import { PLAYWRIGHT, runStep } from './run-step';
import { reasonToSkip } from './test-live/reason-to-skip';

loadEnvFiles();
const reason = reasonToSkip(process.env);
if (reason) {
  console.log(`skipped: ${reason}`);
  process.exit(0);
}

try {
  const browser = findBrowser();
  const port = await freePort('PORT', 3000);
  runStep('Build', [NEXT, 'build'], { NODE_ENV: 'production' });
  runStep('Live stories', [...PLAYWRIGHT, 'e2e/live.config.ts'], {
    ...(browser ? { PLAYWRIGHT_CHROMIUM: browser } : {}),
    E2E_APP_PORT: String(port),
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

/** Reads `.env` and its kin as `next start` does, for commands that need the app's settings without the app. */
import { createRequire } from 'node:module';

export function loadEnvFiles(): void {
  // Next's own package; CommonJS that does not name its exports, so it cannot be imported by name.
  const { loadEnvConfig } = createRequire(import.meta.url)('@next/env') as typeof import('@next/env');
  loadEnvConfig(process.cwd(), false, { info() {}, error: console.error });
}

/**
 * Reads `.env` and the related files as `next start` does, for commands that need the app's settings without the app.
 */
import nextEnv from '@next/env';
import type { EnvFile } from './doctor/examination';

/** @returns each file unparsed, and the values read from it */
export function loadEnvFiles(): EnvFile[] {
  const { loadedEnvFiles } = nextEnv.loadEnvConfig(process.cwd(), false, { info() {}, error: console.error });
  return loadedEnvFiles.map(({ path, contents, env }) => ({ name: path, text: contents, read: env }));
}

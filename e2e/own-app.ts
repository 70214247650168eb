/** An app with settings of its own, for the tests of one file. */
import { AppInstance } from '../scripts/app-instance';
import { anyFreePort } from '../scripts/free-port';
import { emulatorSettings } from '../scripts/local-stack';
import { authSecret, emulatorPort } from './stack';

interface Place {
  /** Of the app; a free one by default. */
  port?: number;
  /** Of its emulator; that of all tests by default. */
  emulator?: number;
}

export const startOwnApp = async (
  settings: Record<string, string>,
  { port, emulator = emulatorPort }: Place = {},
): Promise<AppInstance> =>
  AppInstance.start({
    port: port ?? (await anyFreePort()),
    env: { ...emulatorSettings(emulator), AUTH_SECRET: authSecret, ...settings },
  });

/** An app with its own settings, for the tests of one file. */
import { AppInstance } from '../scripts/app-instance';
import { anyFreePort } from '../scripts/free-port';
import { emulatorSettings } from '../scripts/local-stack';
import { authSecret, emulatorPort } from './stack';

interface Ports {
  /** The app's port. Default: a free one. */
  port?: number;
  /** The emulator's port. Default: that of all tests. */
  emulator?: number;
}

export const startOwnApp = async (
  settings: Record<string, string>,
  { port, emulator = emulatorPort }: Ports = {},
): Promise<AppInstance> =>
  AppInstance.start({
    port: port ?? (await anyFreePort()),
    env: { ...emulatorSettings(emulator), AUTH_SECRET: authSecret, ...settings },
  });

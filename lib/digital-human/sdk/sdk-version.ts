import { versionOf } from './types.ts';

/** The version that the loaded SDK states. Undefined before it is loaded, and for an SDK that states none. */
export const loadedSdkVersion = (): string | undefined =>
  versionOf((globalThis as { HwICSUiSdk?: unknown }).HwICSUiSdk) ?? undefined;

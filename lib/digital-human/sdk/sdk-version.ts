/**
 * The version that the SDK in this page states itself. Undefined before it is loaded, and for one that states none.
 * Only short text of letters, digits and dots counts: a report and a log line carry it on.
 */
export function loadedSdkVersion(): string | undefined {
  const sdk = (globalThis as { HwICSUiSdk?: { version?: unknown } | null }).HwICSUiSdk;
  const version = sdk?.version;
  return typeof version === 'string' && /^[\w.-]{1,32}$/.test(version) ? version : undefined;
}

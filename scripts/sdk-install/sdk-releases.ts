/**
 * The vendor's SDK releases with known checksums. Add new releases here. HwICSUiSdk 5.0.6: from the vendor's zip, whose
 * CMS signature was verified.
 */
import { OLDEST_SDK_VERSION } from '../../lib/digital-human/sdk/types';

export interface SdkRelease {
  version: string;
  /** From the SDK's own `buildTime`, if known. */
  builtOn?: string;
  /** SHA-256 of `HwICSUiSDK-<version>.zip`. */
  zipSha256: string;
  /** By path in the zip. Without the pictures, which are not executable. */
  files: Readonly<Record<string, string>>;
}

export const sdkReleases: readonly SdkRelease[] = [
  {
    version: '5.0.6',
    builtOn: '2026-06-15',
    zipSha256: 'd8d028588b35580856d8cc1fc35b67b50fbc8f99525c45ea5d990feec86c7641',
    files: {
      'HwICSUiSdk.js': '3e481679f7a556c90c83e7646315c09c74a16164c92a33404ba269b17aa0b17f',
      'HwICSUiSdk.esm.js': 'cc76cfe04fad8cbfd5d8136a397ed5d524e753e803ee459ea99e85a6c7d7d9e2',
      'HwICSUiSdk.d.ts': 'ac217d3b81707a0afe912c9dfd8e0324b5518252d9cb1c0a4c007949a4fe82ec',
      'HwICSUiSdk.css': 'da0cf9bd498ae2ab929a498f61c7a2c5aa025c73eb9a4bee7205e2a2f6752411',
      'wasmData.js': '18620018c309eb0f601f4137e2a39a136ce3fedd6259232f457b2d704e4203d9',
      'modelData.js': '775cf9362fc3c98fcbc6fda571f8341c636347a9287b85cadd6b92589fd70970',
    },
  },
];

/** The first version with text questions, the newest method that the page calls (MetaStudio docs, "SDK versions"). */
export const OLDEST_VERSION = OLDEST_SDK_VERSION.join('.');

export const isTooOldVersion = (version: string): boolean => isOlderVersion(version, OLDEST_VERSION);

export function isOlderVersion(version: string, other: string): boolean {
  const others = other.split('.').map(Number);
  const parts = version.split('.').map((part) => Number.parseInt(part, 10));
  const differs = others.findIndex((part, index) => part !== (parts[index] ?? 0));
  return differs !== -1 && (parts[differs] ?? 0) < (others[differs] ?? 0);
}

/** The record that `npm run sdk:install` writes into the folder. */
export const RECORD_FILE = 'installed.json';

export interface InstallRecord {
  /** `unknown` when neither the zip's `package.json` nor its name has a version. */
  version: string;
  zipSha256: string;
  /** SHA-256 by path. */
  files: Record<string, string>;
}

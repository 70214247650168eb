/**
 * Installs the vendor's SDK for the page: verifies it, unpacks it into a temporary folder, and moves that into place at
 * the end. On a failure the installed files stay unchanged.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type ArchiveLimits, ArchiveRefused, unpackArchive } from './archive';
import {
  type InstallRecord,
  isTooOldVersion,
  OLDEST_VERSION,
  RECORD_FILE,
  type SdkRelease,
  sdkReleases,
} from './sdk-releases';
import { type Difference, surfaceDifferences } from './surface-differences';

/** 5.0.6 has some 20 files and 20 MB, the largest 4.2 MB. */
const sdkLimits: ArchiveLimits = {
  entries: 1_000,
  bytesPerEntry: 64 * 1024 * 1024,
  bytesInAll: 256 * 1024 * 1024,
};

const SCRIPT = 'HwICSUiSdk.js';

export interface InstallOptions {
  zip: string;
  /** The checksum that the vendor publishes with the download, for a release that our list lacks. */
  sha256?: string | undefined;
  /** Installs this version even if the app may not work with it. */
  acceptVersion?: string | undefined;
  /** The folder to replace as a whole. */
  target: string;
  /** On the same file system as `target`, and ignored by git: the vendor's files must not be committed. */
  workFolder: string;
  releases?: readonly SdkRelease[];
  limits?: ArchiveLimits;
}

export interface Installation {
  record: InstallRecord;
  comparison: Comparison;
}

/** How the zip's declarations differ from those that the app was written for, or why that is unknown. */
export type Comparison = { differences: readonly Difference[] } | { unknown: string };

/** @throws ArchiveRefused */
export async function installSdk(options: InstallOptions): Promise<Installation> {
  const { zip, target, workFolder, releases = sdkReleases, limits = sdkLimits } = options;
  const zipSha256 = await verifyZip(options, releases, limits);
  await mkdir(workFolder, { recursive: true });
  const work = await mkdtemp(join(workFolder, 'sdk-install-'));
  try {
    const fresh = join(work, 'new');
    await mkdir(fresh);
    const files = await unpackArchive(zip, fresh, limits);
    if (!files.has(SCRIPT)) throw new ArchiveRefused(`holds no ${SCRIPT}: it is not the vendor's SDK`);
    if (files.has(RECORD_FILE)) throw new ArchiveRefused(`holds ${RECORD_FILE}, which only this command writes`);
    const known = releases.find((release) => release.zipSha256 === zipSha256);
    const version = known?.version ?? (await versionOf(fresh, zip));
    verifyFiles(files, known ?? releases.find((release) => release.version === version));
    const comparison = await compare(fresh, [...files.keys()]);
    // Every file of a known release is the vendor's own, and the app was written for that release.
    if (!known && version !== options.acceptVersion) refuseIncompatible(version, comparison);
    const record: InstallRecord = { version, zipSha256, files: Object.fromEntries([...files].sort()) };
    await writeFile(join(fresh, RECORD_FILE), `${JSON.stringify(record, null, 2)}\n`);
    await replaceFolder(target, fresh, join(work, 'old'));
    return { record, comparison };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function verifyZip({ zip, sha256 }: InstallOptions, releases: readonly SdkRelease[], limits: ArchiveLimits) {
  const { size } = await stat(zip).catch(() => {
    throw new ArchiveRefused('is not there, or cannot be read');
  });
  if (size > limits.bytesInAll) throw new ArchiveRefused('is larger than the vendor’s SDK ever was');
  const found = await sha256Of(zip);
  if (sha256 !== undefined) {
    if (sha256.toLowerCase() !== found) throw new ArchiveRefused(`has the SHA-256 ${found}, not the one given`);
    return found;
  }
  if (releases.some((release) => release.zipSha256 === found)) return found;
  const known = releases.find(({ version }) => version === versionInName(zip));
  throw new ArchiveRefused(
    known
      ? `is not the vendor's ${known.version}: its SHA-256 is ${found}, the vendor's ${known.zipSha256}. Download it again`
      : `has the SHA-256 ${found}, which is none we know (${releases.map(({ version }) => version).join(', ')}). ` +
          'Compare it with the one the vendor publishes beside the download, then add:  --sha256 <that one>',
  );
}

function verifyFiles(files: ReadonlyMap<string, string>, release: SdkRelease | undefined): void {
  for (const [name, sha256] of Object.entries(release?.files ?? {})) {
    if (files.get(name) !== sha256)
      throw new ArchiveRefused(`says it is ${release?.version}, but ${name} is not the vendor's`);
  }
}

const DECLARATIONS = 'HwICSUiSdk.d.ts';

async function compare(folder: string, files: readonly string[]): Promise<Comparison> {
  const file = files.find((name) => basename(name) === DECLARATIONS);
  if (!file) return { unknown: `it holds no ${DECLARATIONS}` };
  try {
    const differences = surfaceDifferences(await readFile(join(folder, file), 'utf8'));
    return differences ? { differences } : { unknown: `${file} declares no class HwICSUiSdk` };
  } catch (error) {
    if (error instanceof SyntaxError) return { unknown: `${file} is not TypeScript that can be read` };
    throw error;
  }
}

/** A release with which no conversation works must not replace one with which they do. */
function refuseIncompatible(version: string, comparison: Comparison): void {
  const breaks = 'differences' in comparison ? comparison.differences.filter((difference) => difference.breaks) : [];
  const reasons = [
    ...(isTooOldVersion(version) ? [`It is older than ${OLDEST_VERSION}, the first version with text questions.`] : []),
    ...breaks.map(describeDifference),
  ];
  if (reasons.length === 0) return;
  throw new ArchiveRefused(
    `holds ${version}, with which this app does not work:\n${reasons.map((reason) => `  ${reason}`).join('\n')}\n` +
      `Install a release this app was written for (${sdkReleases.map((release) => release.version).join(', ')}), or change the ` +
      `app first. To install it all the same, add:  --accept-version ${version}`,
  );
}

export const describeDifference = ({ subject, text }: Difference): string => `${subject} ${text}`;

const VERSION = /^\d+\.\d+\.\d+$/;

const versionInName = (zip: string): string | undefined => /(\d+\.\d+\.\d+)/.exec(basename(zip))?.[1];

/** The `package.json` in the zip takes precedence, because the download may have another name. */
async function versionOf(folder: string, zip: string): Promise<string> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}'); // not every release has one
  const stated = versionIn(text);
  return stated !== undefined && VERSION.test(stated) ? stated : (versionInName(zip) ?? 'unknown');
}

function versionIn(packageJson: string): string | undefined {
  try {
    return String((JSON.parse(packageJson) as { version?: unknown } | null)?.version);
  } catch {
    return undefined; // another file of that name
  }
}

/** Two renames, because no call swaps two folders. If the second fails, it reverts the first. */
async function replaceFolder(target: string, fresh: string, aside: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const hadOne = await rename(target, aside).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  try {
    await rename(fresh, target);
  } catch (error) {
    if (hadOne) await rename(aside, target);
    throw error;
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/**
 * Unpacks a possibly hostile zip into an empty folder. It checks every name before it writes a byte, and counts every
 * inflated byte.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';

export interface ArchiveLimits {
  entries: number;
  bytesPerEntry: number;
  bytesInAll: number;
}

/** A zip that is refused, with the reason for the user. */
export class ArchiveRefused extends Error {
  override name = 'ArchiveRefused';
}

/**
 * @param folder empty
 * @returns the SHA-256 of every file by its path, without a single folder around them all
 * @throws ArchiveRefused; the folder then contains a part of the zip
 */
export async function unpackArchive(zip: string, folder: string, limits: ArchiveLimits): Promise<Map<string, string>> {
  const archive = await open(zip);
  try {
    const entries = await listEntries(archive, limits);
    const names = withoutCommonFolder(entries.map(({ fileName }) => fileName));
    const hashes = new Map<string, string>();
    let bytesLeft = limits.bytesInAll;
    for (const [index, entry] of entries.entries()) {
      const name = names[index] as string;
      const limit = Math.min(limits.bytesPerEntry, bytesLeft);
      const { sha256, bytes } = await writeEntry(archive, entry, join(folder, name), limit);
      bytesLeft -= bytes;
      hashes.set(name, sha256);
    }
    return hashes;
  } finally {
    archive.close();
  }
}

async function open(zip: string): Promise<ZipFile> {
  try {
    // `strictFileNames`: otherwise a backslash silently becomes a folder.
    return await openPromise(zip, { autoClose: false, strictFileNames: true });
  } catch (error) {
    throw refused(`is not a zip that can be read: ${messageOf(error)}`);
  }
}

/** The files only: writing one creates its folders. */
async function listEntries(archive: ZipFile, limits: ArchiveLimits): Promise<Entry[]> {
  if (archive.entryCount > limits.entries) throw refused(`holds more than ${limits.entries} entries`);
  const files: Entry[] = [];
  const seen = new Set<string>();
  let declaredBytes = 0;
  try {
    for await (const entry of archive.eachEntry()) {
      const fault = faultOf(entry);
      if (fault) throw refused(`holds an entry that ${fault}: ${shown(entry.fileName)}`);
      // A file system may treat these two names as one: the second file would overwrite the checked first one.
      const key = entry.fileName.replace(/\/$/, '').normalize('NFC').toLowerCase();
      if (seen.has(key)) throw refused(`holds a name twice: ${shown(entry.fileName)}`);
      seen.add(key);
      if (entry.fileName.endsWith('/')) continue;
      declaredBytes += entry.uncompressedSize;
      if (entry.uncompressedSize > limits.bytesPerEntry || declaredBytes > limits.bytesInAll) throw tooLarge();
      files.push(entry);
    }
  } catch (error) {
    // yauzl's own error: a path with `..`, an absolute one, a backslash, an inconsistent directory.
    throw error instanceof ArchiveRefused ? error : refused(`holds an entry that is refused: ${messageOf(error)}`);
  }
  return files;
}

const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;

function faultOf(entry: Entry): string | undefined {
  const { fileName } = entry;
  const segments = fileName.replace(/\/$/, '').split('/');
  // The colon is a drive or a second stream on Windows. The rest look alike, or are not valid there.
  if (!/^[\x20-\x7e]+$/.test(fileName) || /[\\:*?"<>|]/.test(fileName)) return 'has an unsafe name';
  if (segments.some((segment) => segment === '' || /^\.+$/.test(segment) || /[ .]$/.test(segment)))
    return 'has an unsafe path';
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE;
  if (type !== 0 && type !== REGULAR && type !== FOLDER) return 'is a link or a device, not a file';
  if (entry.isEncrypted()) return 'is encrypted';
  return undefined;
}

function withoutCommonFolder(names: string[]): string[] {
  const folder = /^[^/]+\//.exec(names[0] ?? '')?.[0];
  return folder && names.every((name) => name.startsWith(folder)) ? names.map((n) => n.slice(folder.length)) : names;
}

async function writeEntry(archive: ZipFile, entry: Entry, path: string, limit: number) {
  const hash = createHash('sha256');
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      // The declared size of an entry is not reliable.
      if (bytes > limit) return done(tooLarge());
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    await mkdir(dirname(path), { recursive: true });
    await pipeline(await archive.openReadStreamPromise(entry), count, createWriteStream(path, { flags: 'wx' }));
  } catch (error) {
    if (error instanceof ArchiveRefused) throw error;
    throw refused(`could not be unpacked at ${shown(entry.fileName)}: ${messageOf(error)}`);
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** A name from the zip may contain a terminal's control characters. */
const shown = (name: string) => JSON.stringify(name.slice(0, 200));
const messageOf = (error: unknown) =>
  JSON.stringify(error instanceof Error ? error.message : String(error)).slice(1, -1);
const refused = (reason: string) => new ArchiveRefused(reason);
const tooLarge = () => refused('unpacks to more than the vendor’s SDK ever would');

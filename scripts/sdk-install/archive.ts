/**
 * Unpacks a zip that may be hostile into an empty folder: every name is checked before a byte is written, every byte is
 * counted while it is inflated.
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

/** A zip we do not unpack, with the reason for the person who runs the command. */
export class ArchiveRefused extends Error {
  override name = 'ArchiveRefused';
}

/**
 * @param folder empty
 * @returns SHA-256 of every file by its path, a single folder around them all taken off
 * @throws ArchiveRefused; the folder then holds a part of it
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
    // `strictFileNames`: without it a backslash silently becomes a folder.
    return await openPromise(zip, { autoClose: false, strictFileNames: true });
  } catch (error) {
    throw refused(`is not a zip that can be read: ${messageOf(error)}`);
  }
}

/** The files; folders come into being with what lies in them. */
async function listEntries(archive: ZipFile, limits: ArchiveLimits): Promise<Entry[]> {
  if (archive.entryCount > limits.entries) throw refused(`holds more than ${limits.entries} entries`);
  const files: Entry[] = [];
  const seen = new Set<string>();
  let declaredBytes = 0;
  try {
    for await (const entry of archive.eachEntry()) {
      const fault = faultOf(entry);
      if (fault) throw refused(`holds an entry that ${fault}: ${shown(entry.fileName)}`);
      // Two names that a file system may take for one: the second would overwrite what was checked as the first.
      const key = entry.fileName.replace(/\/$/, '').normalize('NFC').toLowerCase();
      if (seen.has(key)) throw refused(`holds a name twice: ${shown(entry.fileName)}`);
      seen.add(key);
      if (entry.fileName.endsWith('/')) continue;
      declaredBytes += entry.uncompressedSize;
      if (entry.uncompressedSize > limits.bytesPerEntry || declaredBytes > limits.bytesInAll) throw tooLarge();
      files.push(entry);
    }
  } catch (error) {
    // yauzl's own: a path with `..`, an absolute one, a backslash, a directory that does not add up.
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
  // The colon is a drive or a second stream on Windows; the rest look alike, or cannot be written there.
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
      // The size an entry declares is its author's word.
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

/** A name from the zip may hold what a terminal obeys. */
const shown = (name: string) => JSON.stringify(name.slice(0, 200));
const messageOf = (error: unknown) =>
  JSON.stringify(error instanceof Error ? error.message : String(error)).slice(1, -1);
const refused = (reason: string) => new ArchiveRefused(reason);
const tooLarge = () => refused('unpacks to more than the vendor’s SDK ever would');

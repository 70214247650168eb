/**
 * Who is asking. The once-code route gives the page an opaque handle, the page passes it to the SDK as `client_id`, and
 * MetaStudio sends it to `/api/brain` with each question. It is encrypted and authenticated (JWE, A256GCM), needs no
 * store, and grants nothing by itself.
 */
import { hkdfSync, randomBytes } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { appUserId } from '../metastudio/app-user-id';

export interface ClientIdentity {
  /** As in `X-App-UserId`. */
  appUserId: string;
  name: string;
  language: string;
  expiresAtMs: number;
}

export interface ClientHandleRequest {
  /** As the app knows the user. */
  userId: string;
  name: string;
  /** A language tag, such as `en` or `zh-CN`. */
  language: string;
  expiresAtMs: number;
}

/** As MetaStudio is known to pass it on. */
export const MAX_HANDLE_LENGTH = 512;
const MAX_NAME_BYTES = 64;
const PURPOSE = 'digital-human client handle v1';

/** @param secrets the newest first; the newest seals */
export async function sealClientHandle(request: ClientHandleRequest, secrets: readonly string[]): Promise<string> {
  const [secret] = secrets;
  if (!secret) throw new Error('there is no secret to seal a handle with');
  // Lines, not JSON: escapes could make it twice as long. Only the name, which is last, may hold a line break.
  const fields = [
    Math.floor(request.expiresAtMs / 1000).toString(36),
    randomBytes(9).toString('base64url'),
    request.language.slice(0, 16),
    appUserId(request.userId),
    firstBytes(request.name, MAX_NAME_BYTES),
  ];
  return new CompactEncrypt(Buffer.from(fields.join('\n'), 'utf8'))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(keyOf(secret));
}

/** Null when the handle is malformed, altered, expired, or sealed with none of the secrets. */
export async function openClientHandle(
  handle: string,
  secrets: readonly string[],
  nowMs: number,
): Promise<ClientIdentity | null> {
  if (handle.length > MAX_HANDLE_LENGTH || !isCanonical(handle)) return null;
  for (const secret of secrets) {
    const plaintext = await decrypt(handle, secret);
    if (plaintext === null) continue;
    const identity = identityIn(plaintext);
    return identity && identity.expiresAtMs > nowMs ? identity : null;
  }
  return null;
}

/** The last character of base64url has spare bits, which decoders ignore: two handles must not mean the same. */
const isCanonical = (handle: string) =>
  handle.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);

async function decrypt(handle: string, secret: string): Promise<string | null> {
  try {
    const { plaintext } = await compactDecrypt(handle, keyOf(secret), {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return Buffer.from(plaintext).toString('utf8');
  } catch {
    return null; // of another secret, or altered: either way not ours
  }
}

function identityIn(plaintext: string): ClientIdentity | null {
  const match = /^([0-9a-z]+)\n[\w-]+\n([^\n]*)\n([^\n]+)\n([\s\S]*)$/.exec(plaintext);
  if (!match) return null;
  const [, expires = '', language = '', id = '', name = ''] = match;
  return { appUserId: id, name, language, expiresAtMs: Number.parseInt(expires, 36) * 1000 };
}

/** Whole characters, at most so many bytes of UTF-8. */
function firstBytes(text: string, most: number): string {
  let cut = '';
  let bytes = 0;
  for (const character of text.toWellFormed()) {
    bytes += Buffer.byteLength(character);
    if (bytes > most) break;
    cut += character;
  }
  return cut;
}

const keys = new Map<string, Uint8Array>();

/** Derived, so that a handle can never be taken for a session cookie, which AUTH_SECRET protects, too. */
function keyOf(secret: string): Uint8Array {
  const known = keys.get(secret);
  if (known) return known;
  const key = new Uint8Array(hkdfSync('sha256', secret, '', PURPOSE, 32));
  keys.set(secret, key);
  return key;
}

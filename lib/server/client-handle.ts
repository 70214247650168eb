/**
 * Handles that identify a user and a session. The once-code route returns a new handle with each code (`clientId`), and
 * the page passes it to the SDK as `client_id`. MetaStudio sends it to `/api/brain` with each question and lists it
 * with the running job. A handle is encrypted and authenticated (JWE, A256GCM), needs no storage, and grants nothing by
 * itself.
 */
import { hkdfSync, randomBytes } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { ONCE_CODE_LIFE_MS } from '../api/once-code.ts';
import { appUserId } from './metastudio/app-user-id.ts';

export interface ClientIdentity {
  /** The user's ID as in `X-App-UserId`. */
  appUserId: string;
  name: string;
  language: string;
  issuedAtMs: number;
  expiresAtMs: number;
}

export interface ClientHandleRequest {
  /** The user's ID in the app. */
  userId: string;
  name: string;
  /** A language tag, such as `en` or `zh-CN`. */
  language: string;
  issuedAtMs: number;
  expiresAtMs: number;
}

/** The longest handle that MetaStudio is known to pass on. */
export const MAX_HANDLE_LENGTH = 512;
const MAX_NAME_BYTES = 64;
const PURPOSE = 'digital-human client handle v1';

/** Encrypts a handle. @param secrets the newest first, which encrypts @throws Error without a secret */
export async function sealClientHandle(request: ClientHandleRequest, secrets: readonly string[]): Promise<string> {
  const [secret] = secrets;
  if (!secret) throw new Error('there is no secret to seal a handle with');
  // Lines, not JSON: escapes could make it twice as long. Only the name, which is last, may hold a line break.
  const fields = [
    request.issuedAtMs.toString(36),
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

/** How long a handle is valid when sessions have no time limit. */
const HANDLE_LIFE_MS = 12 * 60 * 60_000;

/**
 * Makes the `issueHandle` of `handleOnceCode()`. A handle is valid as long as a session can last that starts when the
 * once code expires.
 * @param secrets the newest first; with none, no handle is issued
 * @param longestSessionMs the longest time a session may be live, in milliseconds; 0 for no limit
 * @param languageOf returns the language that the user reads. Default: the browser's
 * @example
 * handleOnceCode(request, { …, issueHandle: handleIssuer(siteSettings().secrets, longestSessionMs()) });
 */
export const handleIssuer =
  (secrets: readonly string[], longestSessionMs: number, languageOf: (headers: Headers) => string = browserLanguage) =>
  async ({ id, name = id }: { id: string; name?: string }, headers: Headers): Promise<string | undefined> => {
    if (secrets.length === 0) return undefined;
    const issuedAtMs = Date.now();
    const language = languageOf(headers);
    const expiresAtMs = issuedAtMs + ONCE_CODE_LIFE_MS + (longestSessionMs || HANDLE_LIFE_MS);
    return sealClientHandle({ userId: id, name, language, issuedAtMs, expiresAtMs }, secrets);
  };

const browserLanguage = (headers: Headers) =>
  headers.get('accept-language')?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';

/** Returns null when the handle is malformed, altered, expired, or encrypted with another secret. */
export async function openClientHandle(
  handle: string,
  secrets: readonly string[],
  nowMs: number,
): Promise<ClientIdentity | null> {
  const identity = await openAnyClientHandle(handle, secrets);
  return identity && identity.expiresAtMs > nowMs ? identity : null;
}

/** Also opens an expired handle, which still identifies a running job. */
export async function openAnyClientHandle(handle: string, secrets: readonly string[]): Promise<ClientIdentity | null> {
  if (handle.length > MAX_HANDLE_LENGTH || !isCanonical(handle)) return null;
  for (const secret of secrets) {
    const plaintext = await decrypt(handle, secret);
    if (plaintext !== null) return identityIn(plaintext);
  }
  return null;
}

/** Decoders ignore the spare bits of base64url's last character, so another text could mean the same handle. */
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
    return null; // encrypted with another secret, or altered
  }
}

function identityIn(plaintext: string): ClientIdentity | null {
  const match = /^([0-9a-z]+)\n([0-9a-z]+)\n[\w-]+\n([^\n]*)\n([^\n]+)\n([\s\S]*)$/.exec(plaintext);
  if (!match) return null;
  const [, issued = '', expires = '', language = '', id = '', name = ''] = match;
  const issuedAtMs = Number.parseInt(issued, 36);
  return { appUserId: id, name, language, issuedAtMs, expiresAtMs: Number.parseInt(expires, 36) * 1000 };
}

/** UTF-8 cannot encode it. */
const loneSurrogate = /\p{Surrogate}/gu;

/** Cuts a text after whole characters to a number of UTF-8 bytes. */
function firstBytes(text: string, most: number): string {
  let cut = '';
  let bytes = 0;
  for (const character of text.replace(loneSurrogate, '\uFFFD')) {
    bytes += Buffer.byteLength(character);
    if (bytes > most) break;
    cut += character;
  }
  return cut;
}

const keys = new Map<string, Uint8Array>();

/** A derived key, so that a handle is never accepted as a session cookie, which AUTH_SECRET protects, too. */
function keyOf(secret: string): Uint8Array {
  const known = keys.get(secret);
  if (known) return known;
  const key = new Uint8Array(hkdfSync('sha256', secret, '', PURPOSE, 32));
  keys.set(secret, key);
  return key;
}

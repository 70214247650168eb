/**
 * Reads an access key from a file, for temporary keys that an agent, a sidecar or a cron job renews. The file is read
 * again when it has changed. Its format is the answer of Huawei Cloud's metadata service
 * (`/openstack/latest/securitykey`): `{"credential": {"access", "secret", "securitytoken"}}`, or only the inner object.
 */
import { readFileSync, statSync } from 'node:fs';
import * as z from 'zod';
import { parseJson } from '../http/read-body.ts';
import type { AccessKey } from './signature.ts';

const headerValue = z.string().regex(/^[\x21-\x7e]+$/);
const credential = z.object({ access: headerValue, secret: headerValue, securitytoken: headerValue.optional() });
const content = z.union([z.object({ credential }).transform((outer) => outer.credential), credential]);

/** The key, or what is wrong, as text after the setting's name. The text does not quote the file. */
export type FileContent = { key: AccessKey; problem?: undefined } | { key?: undefined; problem: string };

let last: { path: string; version: string; content: FileContent } | undefined;

export function readCredentialsFile(path: string): FileContent {
  try {
    // A renewal by rename changes the inode, and one in place the time or the size.
    const { ino, size, mtimeMs } = statSync(path);
    const version = `${ino} ${size} ${mtimeMs}`;
    if (last?.path !== path || last.version !== version)
      last = { path, version, content: parseCredentials(readFileSync(path, 'utf8')) };
    return last.content;
  } catch (error) {
    return { problem: `names a file that cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}` };
  }
}

function parseCredentials(text: string): FileContent {
  // Windows tools begin a file with a byte-order mark.
  const parsed = content.safeParse(parseJson(text.replace(/^\uFEFF/, '')));
  if (!parsed.success)
    return { problem: 'names a file that does not hold {"credential": {"access", "secret", "securitytoken"}} as JSON' };
  const { access, secret, securitytoken } = parsed.data;
  return { key: { ak: access, sk: secret, securityToken: securitytoken } };
}

/**
 * An access key from a file, for temporary keys that something beside this server renews: an agent, a sidecar, a cron job.
 * The file is read anew when it has changed. Its form is the answer of Huawei Cloud's metadata service
 * (`/openstack/latest/securitykey`): `{"credential": {"access", "secret", "securitytoken"}}`; the inner object alone will do.
 */
import { readFileSync, statSync } from 'node:fs';
import * as z from 'zod';
import { parseJson } from '../http/read-body.ts';
import type { AccessKey } from './signature.ts';

const headerValue = z.string().regex(/^[\x21-\x7e]+$/);
const credential = z.object({ access: headerValue, secret: headerValue, securitytoken: headerValue.optional() });
const content = z.union([z.object({ credential }).transform((outer) => outer.credential), credential]);

/** The key, or what is wrong, to follow the setting's name. Nothing of the file is in it. */
export type FileContent = { key: AccessKey; problem?: undefined } | { key?: undefined; problem: string };

let last: { path: string; version: string; content: FileContent } | undefined;

export function readCredentialsFile(path: string): FileContent {
  try {
    // A renewal by rename is another file, one in place another time or size.
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
  const parsed = content.safeParse(parseJson(text));
  if (!parsed.success)
    return { problem: 'names a file that does not hold {"credential": {"access", "secret", "securitytoken"}} as JSON' };
  const { access, secret, securitytoken } = parsed.data;
  return { key: { ak: access, sk: secret, securityToken: securitytoken } };
}

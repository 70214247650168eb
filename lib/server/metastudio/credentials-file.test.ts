import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { settingProblems } from '../all-settings.ts';
import { metastudioSettings } from '../settings.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'credentials-'));
  file = join(folder, 'key.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const environment = () => ({
  HUAWEICLOUD_SDK_CREDENTIALS_FILE: file,
  HUAWEICLOUD_SDK_PROJECT_ID: 'project01',
  METASTUDIO_ROBOT_ID: 'robot',
  AUTH_SECRET: 'secret',
});
/** Renews as an agent does: writes another file with the same name. */
function renew(content: unknown): void {
  writeFileSync(`${file}.new`, JSON.stringify(content));
  renameSync(`${file}.new`, file);
}
const keyed = (n: number) => ({ access: `ak${n}`, secret: `sk${n}`, securitytoken: `token${n}` });

it('the access key is the one that is in the file now', () => {
  for (const n of [1, 2]) {
    renew({ credential: { ...keyed(n), expires_at: '2026-01-01T00:00:00Z' } });
    expect(settingProblems(environment())).toEqual([]);
    expect(metastudioSettings(environment()).credentials).toEqual({
      ak: `ak${n}`,
      sk: `sk${n}`,
      securityToken: `token${n}`,
    });
  }
  renew(keyed(3));
  expect(metastudioSettings(environment()).credentials).toMatchObject({ ak: 'ak3' });
});

it('the access key is read from a file that begins with a byte-order mark', () => {
  writeFileSync(file, `\uFEFF${JSON.stringify(keyed(1))}`);
  expect(metastudioSettings(environment()).credentials).toMatchObject({ ak: 'ak1' });
});

it.each([
  ['is not there', undefined],
  ['is cut off', '{"credential":{"access":"ak'],
  ['lacks a half', '{"credential":{"access":"ak"}}'],
  ['holds a line break in a key', '{"access":"ak","secret":"s\\nk"}'],
])('the problem of a file that %s names the setting, and does not quote the file', (_, content) => {
  if (content !== undefined) writeFileSync(file, content);
  expect(settingProblems(environment())).toEqual([
    { name: 'HUAWEICLOUD_SDK_CREDENTIALS_FILE', remedy: expect.stringMatching(/^names a file that/) },
  ]);
  expect(() => metastudioSettings(environment())).toThrow('misconfigured');
});

it('a credentials file and an access key are not allowed together', () => {
  renew(keyed(1));
  const both = { ...environment(), HUAWEICLOUD_SDK_AK: 'ak', HUAWEICLOUD_SDK_SK: 'sk' };
  expect(settingProblems(both).map(({ name }) => name)).toEqual(['HUAWEICLOUD_SDK_CREDENTIALS_FILE']);
});

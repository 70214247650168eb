/** The tests create every zip. We may not store the vendor's own. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { installSdk } from './install';
import { installationLines } from './installation-lines';
import { type SdkRelease, sdkReleases } from './sdk-releases';
import { type ZipEntry, zipOf } from './zip-writer';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sdk-install-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');
const target = () => join(folder, 'public', 'metastudio-sdk');
const read = (name: string) => readFileSync(join(target(), name), 'utf8');

const sdk: ZipEntry[] = [
  { name: 'HwICSUiSdk.js', content: 'window.HwICSUiSdk = class {}' },
  { name: 'HwICSUiSdk.css', content: '.digital-intelligent-interaction {}' },
  { name: 'images/', mode: 0o040755 },
  { name: 'images/bg.png', content: 'png' },
];

/** The checksum is that of the zip, as if the vendor had published it, unless a test sets another. */
async function install(
  entries: ZipEntry[] | Buffer,
  {
    name = 'HwICSUiSDK-9.9.9.zip',
    ...options
  }: {
    name?: string;
    sha256?: string | undefined;
    acceptVersion?: string;
    releases?: SdkRelease[];
    limits?: object;
  } = {},
) {
  const bytes = Buffer.isBuffer(entries) ? entries : zipOf(entries);
  const zip = join(folder, name);
  writeFileSync(zip, bytes);
  const limits = { entries: 20, bytesPerEntry: 10_000, bytesInAll: 15_000, ...options.limits };
  const workFolder = join(folder, 'work');
  return installSdk({ sha256: sha256(bytes), ...options, zip, target: target(), workFolder, limits });
}

it('unpacks a zip with a matching checksum and records what it installed', async () => {
  const { record } = await install(sdk);
  expect(read('images/bg.png')).toBe('png');
  expect(JSON.parse(read('installed.json'))).toEqual(record);
  expect(record).toEqual({
    version: '9.9.9',
    zipSha256: sha256(zipOf(sdk)),
    files: {
      'HwICSUiSdk.js': sha256('window.HwICSUiSdk = class {}'),
      'HwICSUiSdk.css': sha256('.digital-intelligent-interaction {}'),
      'images/bg.png': sha256('png'),
    },
  });
  expect(readdirSync(join(folder, 'work'))).toEqual([]);
});

it('removes a single folder around all files', async () => {
  await install(sdk.map((entry) => ({ ...entry, name: `HwICSUiSDK-9.9.9/${entry.name}` })));
  expect(existsSync(join(target(), 'HwICSUiSdk.js'))).toBe(true);
});

it("prefers the version in the zip's package.json to that in the zip's name", async () => {
  const { record } = await install([...sdk, { name: 'package.json', content: '{"version":"8.7.6"}' }]);
  expect(record.version).toBe('8.7.6');
  const { record: odd } = await install([...sdk, { name: 'package.json', content: 'no JSON' }], { name: 'sdk.zip' });
  expect(odd.version).toBe('unknown');
});

it('recognises the vendor’s releases by their checksum alone', async () => {
  const release = {
    version: '6.0.0',
    zipSha256: sha256(zipOf(sdk)),
    files: { 'HwICSUiSdk.js': sha256(sdk[0]?.content ?? '') },
  };
  const { record } = await install(sdk, { name: 'download.zip', sha256: undefined, releases: [release] });
  expect(record.version).toBe('6.0.0');
});

it('replaces an older installation as a whole', async () => {
  await install([...sdk, { name: 'old.js' }]);
  await install(sdk);
  expect(existsSync(join(target(), 'old.js'))).toBe(false);
  expect(existsSync(join(target(), 'HwICSUiSdk.js'))).toBe(true);
});

const declaring = (members: string) => [
  ...sdk,
  { name: 'HwICSUiSdk.d.ts', content: `export declare class HwICSUiSdk { ${members} }` },
];

it('installs a newer release that has everything the app uses, and prints what to do first', async () => {
  const { comparison } = await install(sdk);
  expect(comparison).toEqual({ unknown: 'it holds no HwICSUiSdk.d.ts' });
  const text = installationLines(await install(sdk), 'public/metastudio-sdk').join('\n');
  expect(text).toMatch(/WARNING: this app was written for 5\.0\.6 and was not tried with 9\.9\.9/);
  expect(text).toMatch(/could not be compared: it holds no HwICSUiSdk\.d\.ts/);
  expect(text).toMatch(/npm run test:live/);
});

it('refuses a release whose declarations of what the app uses differ, and lists the members', async () => {
  const newer = declaring('static create(): void; static destroy(): Promise<void>;');
  await expect(install(newer)).rejects.toMatchObject({
    name: 'ArchiveRefused',
    message: expect.stringMatching(
      /9\.9\.9, with which this app does not work:.*create is answered at once, and was a promise.*startChat is gone.*--accept-version 9\.9\.9/s,
    ),
  });
  expect(existsSync(target())).toBe(false);
});

it('installs it if the user names the version, and lists the differences', async () => {
  const newer = declaring('static create(): void; static pause(): void;');
  await expect(install(newer, { acceptVersion: '9.9.8' })).rejects.toThrow(/does not work/);
  const text = installationLines(await install(newer, { acceptVersion: '9.9.9' }), 'x').join('\n');
  expect(text).toMatch(
    /WARNING: its declarations differ in what the app uses:\n {2}version is gone\n {2}checkBrowserSupport is gone/,
  );
  expect(text).toMatch(/what the app does not use:\n(?:.*\n)* {2}pause is new/);
});

it('accepts the release that the app was written for, whose files are known one by one', async () => {
  const entries = declaring('static create(): Promise<void>;');
  const release = { version: '6.0.0', zipSha256: sha256(zipOf(entries)), files: {} };
  const { comparison } = await install(entries, { sha256: undefined, releases: [release] });
  expect(comparison).toMatchObject({
    differences: expect.arrayContaining([expect.objectContaining({ breaks: true })]),
  });
});

it('refuses a release from before text questions', async () => {
  await expect(install(sdk, { name: 'HwICSUiSDK-2.0.9.zip' })).rejects.toThrow(
    /older than 2\.1\.0, the first version with text questions.*--accept-version 2\.0\.9/s,
  );
  const { record } = await install(sdk, { name: 'HwICSUiSDK-2.0.9.zip', acceptVersion: '2.0.9' });
  expect(record.version).toBe('2.0.9');
});

it.each([
  ['declare another class', 'export declare class Other {}', 'HwICSUiSdk.d.ts declares no class HwICSUiSdk'],
  ['cannot be read', '<!doctype html>', 'HwICSUiSdk.d.ts is not TypeScript that can be read'],
])('compares nothing when the declarations %s', async (_, content, unknown) => {
  const { comparison } = await install([...sdk, { name: 'HwICSUiSdk.d.ts', content }]);
  expect(comparison).toEqual({ unknown });
});

it('prints no comparison for the release that the app was written for', () => {
  const record = { version: '5.0.6', zipSha256: '', files: {} };
  expect(installationLines({ record, comparison: { differences: [] } }, 'x')).toHaveLength(2);
});

const withEntry = (entry: ZipEntry) => [...sdk, entry];
const refusals: [
  what: string,
  entries: ZipEntry[] | Buffer,
  reason: RegExp,
  options?: Parameters<typeof install>[1],
][] = [
  ['a zip with another checksum than the given one', sdk, /not the one given/, { sha256: '0'.repeat(64) }],
  ['a zip with an unknown checksum', sdk, /none we know.*--sha256/s, { sha256: undefined }],
  [
    'a 5.0.6 that is not the vendor’s',
    sdk,
    /not the vendor's 5\.0\.6/,
    { sha256: undefined, name: 'HwICSUiSDK-5.0.6.zip' },
  ],
  ['a known version with other files', sdk, /HwICSUiSdk\.js is not the vendor's/, { name: 'HwICSUiSDK-5.0.6.zip' }],
  ['a file that is not a zip', Buffer.from('<!doctype html>'), /not a zip/],
  ['a truncated zip', zipOf(sdk).subarray(0, 120), /not a zip/],
  ['no SDK inside', [{ name: 'readme.txt' }], /no HwICSUiSdk\.js/],
  ['the script in one of several folders', [{ name: 'a/HwICSUiSdk.js' }, { name: 'b/x' }], /no HwICSUiSdk\.js/],
  ['a path out of the folder', withEntry({ name: '../evil.js' }), /refused/],
  ['a path out of the folder from a subfolder', withEntry({ name: 'images/../../evil.js' }), /refused/],
  ['an absolute path', withEntry({ name: '/etc/evil' }), /refused/],
  ['a drive', withEntry({ name: 'C:/evil' }), /refused|unsafe/],
  ['a backslash', withEntry({ name: '..\\evil.js' }), /refused/],
  ['a dot as a folder name', withEntry({ name: 'images/./bg2.png' }), /unsafe path/],
  ['an empty folder name', withEntry({ name: 'images//bg2.png' }), /unsafe path/],
  ['a second stream', withEntry({ name: 'a.js:evil' }), /unsafe name/],
  ['an escape sequence', withEntry({ name: 'a\u001b[2J.js' }), /unsafe name.*\\u001b/],
  ['a symbolic link', withEntry({ name: 'link.js', content: '/etc/passwd', mode: 0o120777 }), /link or a device/],
  ['a device', withEntry({ name: 'dev', mode: 0o060666 }), /link or a device/],
  ['the same name twice', withEntry({ name: 'HwICSUiSdk.js', content: 'evil' }), /name twice/],
  ['the same name in another case', withEntry({ name: 'hwicsuisdk.JS', content: 'evil' }), /name twice/],
  ['a file where a folder must be', withEntry({ name: 'HwICSUiSdk.js/x' }), /could not be unpacked/],
  ['an encrypted file', withEntry({ name: 'x.js', isEncrypted: true }), /encrypted/],
  ['our own record', withEntry({ name: 'installed.json' }), /only this command writes/],
  ['a file that is too large', withEntry({ name: 'x.js', content: Buffer.alloc(10_001) }), /more than/],
  [
    'files that are too large in total',
    [...sdk, { name: 'x', content: Buffer.alloc(9000) }, { name: 'y', content: Buffer.alloc(9000) }],
    /more than/,
  ],
  [
    'a zip bomb with a small declared size',
    withEntry({ name: 'x.js', content: Buffer.alloc(5_000_000), declaredSize: 10 }),
    /could not be unpacked|more than/,
  ],
  ['too many entries', Array.from({ length: 21 }, (_, at) => ({ name: `f${at}` })), /more than 20 entries/],
  ['a zip file that is too large', Buffer.alloc(15_001), /larger than/],
];

it.each(refusals)('refuses %s, and keeps the installed files', async (_, entries, reason, options) => {
  await install([...sdk, { name: 'mark.txt', content: 'as it was' }]);
  const before = readdirSync(target()).sort();
  await expect(install(entries, options)).rejects.toMatchObject({
    name: 'ArchiveRefused',
    message: expect.stringMatching(reason),
  });
  expect(readdirSync(target()).sort()).toEqual(before);
  expect(read('mark.txt')).toBe('as it was');
  expect(readdirSync(join(folder, 'work'))).toEqual([]);
  expect(existsSync(join(folder, 'evil.js'))).toBe(false);
});

it('refuses a missing zip', async () => {
  const options = { zip: join(folder, 'none.zip'), target: target(), workFolder: join(folder, 'work') };
  await expect(installSdk(options)).rejects.toMatchObject({ message: expect.stringMatching(/not there/) });
});

it('lists every executable file with a complete checksum', () => {
  for (const { zipSha256, files } of sdkReleases) {
    for (const hash of [zipSha256, ...Object.values(files)]) expect(hash).toMatch(/^[\da-f]{64}$/);
    expect(Object.keys(files)).toContain('HwICSUiSdk.js');
  }
});

/** The SDK's files as the page would load them, with and without faults. */
import { describe, expect, it } from 'vitest';
import type { FaultRequest } from '../../emulator/faults';
import { checkUp, line, OLD_SDK, SDK, setFault, sha256, withEmulator, writeSdk } from './doctor-fixture';

type Fault = Omit<FaultRequest, 'target'>;

withEmulator();

describe('the SDK', () => {
  const own = { METASTUDIO_SDK_URL: '' };
  const record = (version: string, script: string) => ({
    'HwICSUiSdk.css': 'css',
    'installed.json': JSON.stringify({ version, zipSha256: '', files: { 'HwICSUiSdk.js': sha256(script) } }),
  });
  const release = (css: string) => ({
    version: '5.0.6',
    zipSha256: '',
    files: { 'HwICSUiSdk.js': sha256(SDK), 'HwICSUiSdk.css': sha256(css) },
  });

  it.each<[what: string, write: () => void, couldStart: boolean, ...parts: string[]]>([
    ['is not installed', () => writeSdk(null), false, '✗ SDK script', 'no such file in public/'],
    ['is a page', () => writeSdk('<!doctype html>'), false, '✗ SDK script', 'is not the SDK'],
    ['lacks text questions', () => writeSdk(OLD_SDK), false, '✗ SDK script', 'lacks startChat, sendTextQuestion'],
    [
      'was installed with an old version',
      () => writeSdk(SDK, record('2.0.3', SDK)),
      false,
      '✗ SDK version',
      '2.0.3 is too old',
    ],
    [
      'was installed with the oldest supported version',
      () => writeSdk(SDK, record('2.1.0', SDK)),
      true,
      '! SDK version',
      '2.1.0 by its',
    ],
    [
      'was installed with a new version',
      () => writeSdk(SDK, record('6.0.0', SDK)),
      true,
      '! SDK version',
      '6.0.0 by its',
    ],
    [
      'was changed afterwards',
      () => writeSdk(SDK, record('6.0.0', 'x')),
      true,
      '! SDK version',
      'not the one that was',
    ],
    ['was unpacked by hand', () => writeSdk(SDK), true, '! SDK version', 'not known'],
    ['has no style sheet', () => writeSdk(SDK, {}), true, '! SDK style sheet', 'no such file'],
  ])('%s', async (_, write, couldStart, ...parts) => {
    write();
    const report = await checkUp(own);
    line(report.text, ...parts);
    expect(report.couldStart).toBe(couldStart);
  });

  it('is recognised by its checksum, and so is its style sheet', async () => {
    writeSdk(SDK);
    const good = await checkUp(own, { sdkReleases: [release('css')] });
    line(good.text, '✓ SDK version', '5.0.6');
    expect(good.sentence).not.toContain('warning');
    const mixed = await checkUp(own, { sdkReleases: [release('another')] });
    line(mixed.text, '! SDK style sheet', 'not the one of this version');
  });

  it('is reported as old a year after its build, and when it precedes a known release', async () => {
    writeSdk(SDK);
    const known = { ...release('css'), builtOn: '2026-06-15' };
    const on = (date: string) => ({ sdkReleases: [known], now: () => Date.parse(date) });
    line((await checkUp(own, on('2027-06-14'))).text, '✓ SDK version', '5.0.6 of 2026-06-15');
    line((await checkUp(own, on('2027-06-16'))).text, '! SDK version', '5.0.6 of 2026-06-15', 'more than a year old');
    writeSdk(SDK, record('3.1.0', SDK));
    const other = { ...known, files: {} };
    line((await checkUp(own, { sdkReleases: [other] })).text, '! SDK version', '3.1.0 by its', 'older than 5.0.6');
    writeSdk(SDK, record('6.0.0', SDK));
    expect((await checkUp(own, { sdkReleases: [other] })).text).not.toContain('older than 5.0.6');
  });

  it.each<[fault: Fault, ...parts: string[]]>([
    [{ status: 404 }, '✗ SDK script', 'HTTP 404'],
    [{ status: 503 }, '✗ SDK script', 'HTTP 503'],
    [{ kind: 'drop' }, '✗ SDK script', 'UND_ERR_SOCKET'],
    [{ kind: 'malformed' }, '✗ SDK script', 'is not the SDK'],
  ])('fails to load: %j', async (fault, ...parts) => {
    await setFault({ target: 'sdk', times: 1, ...fault });
    const { text, couldStart } = await checkUp();
    line(text, ...parts);
    line(text, '– SDK version', 'skipped: needs SDK script');
    expect(couldStart).toBe(false);
  });

  it('may come from another host', async () => {
    const elsewhere: typeof fetch = async (input, init) =>
      String(input).startsWith('https://cdn.example/') ? new Response(SDK) : fetch(input, init);
    const { text, couldStart } = await checkUp(
      { METASTUDIO_SDK_URL: 'https://cdn.example/x.js' },
      { fetch: elsewhere },
    );
    line(text, '! SDK script', 'served by another host');
    expect(couldStart).toBe(true);
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { emulatorSettings } from '../local-stack';
import { reasonToSkip } from './reason-to-skip';

let publicFolder: string;
beforeAll(() => {
  publicFolder = mkdtempSync(join(tmpdir(), 'live-test-'));
  mkdirSync(join(publicFolder, 'metastudio-sdk'));
  writeFileSync(join(publicFolder, 'metastudio-sdk', 'HwICSUiSdk.js'), '');
});
afterAll(() => rmSync(publicFolder, { recursive: true }));

const real = {
  HUAWEICLOUD_SDK_AK: 'key',
  HUAWEICLOUD_SDK_SK: 'its-secret',
  HUAWEICLOUD_SDK_PROJECT_ID: 'project',
  METASTUDIO_ROBOT_ID: 'robot',
};

it('accepts complete settings for the real cloud, without a secret for sessions', () => {
  expect(reasonToSkip(real, publicFolder)).toBeUndefined();
});

it.each([
  ['nothing is set', {}, /HUAWEICLOUD_SDK_AK is not set.*HUAWEICLOUD_SDK_PROJECT_ID.*METASTUDIO_ROBOT_ID/],
  ['one setting is missing', { ...real, HUAWEICLOUD_SDK_SK: '' }, /^HUAWEICLOUD_SDK_SK is not set/],
  ['all settings point at the emulator', emulatorSettings(4010), /METASTUDIO_ENDPOINT is on this machine/],
  [
    'the endpoint points at this machine',
    { ...real, METASTUDIO_ENDPOINT: 'http://127.0.0.1:4010' },
    /METASTUDIO_ENDPOINT/,
  ],
  [
    'the endpoint points at this machine by another name',
    { ...real, METASTUDIO_ENDPOINT: 'https://x.localhost' },
    /METASTUDIO_ENDPOINT/,
  ],
  [
    'the server address points at this machine',
    { ...real, METASTUDIO_SERVER_ADDRESS: 'localhost:4010' },
    /METASTUDIO_SERVER_ADDRESS/,
  ],
  [
    'the SDK is not where METASTUDIO_SDK_URL says',
    { ...real, METASTUDIO_SDK_URL: '/other/x.js' },
    /not in public\/other\/x\.js/,
  ],
])('skips with a reason when %s', (_, settings, reason) => {
  const said = reasonToSkip(settings, publicFolder);
  expect(said).toMatch(reason);
  expect(said).not.toContain('its-secret');
});

import { afterEach, expect, it, vi } from 'vitest';
import { loadedSdkVersion } from './sdk-version.ts';

afterEach(() => void vi.unstubAllGlobals());

it('the version is the one that the SDK states', () => {
  vi.stubGlobal('HwICSUiSdk', Object.assign(class {}, { version: '5.0.6' }));
  expect(loadedSdkVersion()).toBe('5.0.6');
});

it.each([
  ['no SDK', undefined],
  ['null', null],
  ['an SDK that states none', {}],
  ['a number', { version: 5 }],
  ['a function', { version: () => '5.0.6' }],
  ['a text that forges a line of the log', { version: '5\n{"level":50}' }],
  ['a text that is too long', { version: '5'.repeat(33) }],
])('the version is undefined with %s', (_, sdk) => {
  vi.stubGlobal('HwICSUiSdk', sdk);
  expect(loadedSdkVersion()).toBeUndefined();
});

import { expect, it } from 'vitest';
import { CONSENT_VERSION, consentValue, sufficientConsents } from './consent.ts';

it('the value of the consent cookie ends in r when the user agreed to a recording notice', () => {
  expect(consentValue(false)).toBe(CONSENT_VERSION);
  expect(consentValue(true)).toBe(`${CONSENT_VERSION}r`);
});

it.each([
  ['to the text without a notice', consentValue(false), true, false],
  ['to the text with a notice', consentValue(true), true, true],
  ['to an older text with a notice', `${Number(CONSENT_VERSION) - 1}r`, false, false],
  ['to nothing', '', false, false],
])('a consent %s', (_, value, sufficesWithoutRecording, sufficesWithRecording) => {
  expect(sufficientConsents(false).includes(value)).toBe(sufficesWithoutRecording);
  expect(sufficientConsents(true).includes(value)).toBe(sufficesWithRecording);
});

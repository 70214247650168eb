import { expect, it } from 'vitest';
import { CONSENT_VERSION, consentValue, sufficientConsents } from './consent.ts';

it('the value of the consent cookie ends in r when the user agreed to a recording notice', () => {
  expect(consentValue(false)).toBe(CONSENT_VERSION);
  expect(consentValue(true)).toBe(`${CONSENT_VERSION}r`);
});

it.each([
  ['to the text without a notice', true, false, consentValue(false)],
  ['to the text with a notice', true, true, consentValue(true)],
  ['to an older text with a notice', false, false, `${Number(CONSENT_VERSION) - 1}r`],
  ['to nothing', false, false, ''],
])('a consent %s suffices without recording: %s, and with it: %s', (_, withoutRecording, withRecording, value) => {
  expect(sufficientConsents(false).includes(value)).toBe(withoutRecording);
  expect(sufficientConsents(true).includes(value)).toBe(withRecording);
});

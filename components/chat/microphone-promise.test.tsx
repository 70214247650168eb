// @vitest-environment happy-dom
/** What the page promises about the microphone must be true with each value of `METASTUDIO_SILENT_TRACK`. */
import { cleanup, render, screen } from '@testing-library/react';
import { IntlProvider } from 'use-intl/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import en from '@/lib/i18n/en.json';
import ConsentDialog from './start/consent-dialog';
import { Invitation } from './start/invitation';
import { SilentTrackContext } from './start/silent-track';

beforeEach(() => {
  Object.defineProperty(navigator, 'userAgent', { value: 'Chrome', configurable: true }); // a browser that the SDK accepts
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('RTCPeerConnection', class {});
  vi.stubGlobal('navigator', Object.create(navigator, { userAgent: { value: 'Chrome' } }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function textWith(silentTrack: boolean): string {
  render(
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      <SilentTrackContext value={silentTrack}>
        <ConsentDialog isRecorded={false} onAgree={() => {}} onClose={() => {}} />
        <Invitation digitalHumanName="Lin" ended={null} start={() => {}} />
      </SilentTrackContext>
    </IntlProvider>,
  );
  expect(screen.getByText(/answering service this site has connected/)).toBeTruthy();
  return document.body.textContent ?? '';
}

test('with a silent track, the page says that the microphone stays off until the user turns it on or agrees', () => {
  const text = textWith(true);
  expect(text).toContain(en.consent.voice);
  expect(text).toContain(en.invitation.text);
  expect(text).not.toContain(en.consent.voiceThroughout);
});

test('without a silent track, the page says that the microphone can stay open, and that it asks first', () => {
  const text = textWith(false);
  expect(text).toContain(en.consent.voiceThroughout);
  expect(text).toContain(en.invitation.textThroughout);
  for (const promise of [en.consent.voice, en.invitation.text]) expect(text).not.toContain(promise);
  expect(text).not.toMatch(/stays? off/);
});

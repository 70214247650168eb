// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { renderScreen, snapshotOf } from './screen-fixture';

beforeEach(() => {
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('RTCPeerConnection', class {});
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const idle = snapshotOf({ status: 'idle' });

test('with nothing in the way it says what to expect', () => {
  renderScreen(idle);
  expect(screen.getByText(/Write or speak/)).toBeTruthy();
});

test('an insecure address, a browser without calls and blocked sound are told before anything is fetched', () => {
  const { show } = renderScreen(idle);
  vi.stubGlobal('isSecureContext', false);
  show({ ...idle });
  expect(screen.getByText(/Open the page with https/)).toBeTruthy();
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('RTCPeerConnection', undefined);
  show({ ...idle });
  expect(screen.getByText(/cannot carry the call/)).toBeTruthy();
  vi.stubGlobal('RTCPeerConnection', class {});
  Object.assign(navigator, { getAutoplayPolicy: () => 'disallowed' });
  show({ ...idle });
  expect(screen.getByText(/blocks sound/)).toBeTruthy();
  Reflect.deleteProperty(navigator, 'getAutoplayPolicy');
});

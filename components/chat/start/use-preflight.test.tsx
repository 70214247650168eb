// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { renderScreen, snapshotOf } from '../screen-fixture';

beforeEach(() => {
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('RTCPeerConnection', class {});
});
const accepted = navigator.userAgent;
const use = (userAgent: string) =>
  Object.defineProperty(navigator, 'userAgent', { value: userAgent, configurable: true });
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  use(accepted);
});

const idle = snapshotOf({ status: 'idle' });

test('the start screen says what to expect in a browser without problems', () => {
  renderScreen(idle);
  expect(screen.getByText(/Write or speak/)).toBeTruthy();
});

test('the start screen reports an insecure address, a browser without WebRTC and blocked sound', () => {
  const { show } = renderScreen(idle);
  vi.stubGlobal('isSecureContext', false);
  show({ ...idle });
  expect(screen.getByText(/Open the page with https/)).toBeTruthy();
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('RTCPeerConnection', undefined);
  show({ ...idle });
  expect(screen.getByText(/browser is not supported/)).toBeTruthy();
  vi.stubGlobal('RTCPeerConnection', class {});
  Object.assign(navigator, { getAutoplayPolicy: () => 'disallowed' });
  show({ ...idle });
  expect(screen.getByText(/blocks sound/)).toBeTruthy();
  Reflect.deleteProperty(navigator, 'getAutoplayPolicy');
});

test.each([
  ['Firefox', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'],
  ['Firefox on Android', 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0'],
])('the page does not call %s ready, which the SDK refuses', (_, userAgent) => {
  use(userAgent);
  renderScreen(idle);
  expect(screen.getByText(/browser is not supported/)).toBeTruthy();
  expect(screen.queryByText(/ready/i)).toBeNull();
  expect(screen.getByRole('status', { name: 'Session' }).dataset.status).toBe('idle');
  expect(screen.getByRole('button', { name: 'Start conversation' })).toBeTruthy();
});

test.each([
  ['Chrome', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'],
  ['Edge', 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0'],
  ['Safari', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15'],
  ['WeChat', 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 MicroMessenger/8.0.50'],
])('the page calls %s ready', (_, userAgent) => {
  use(userAgent);
  renderScreen(idle);
  expect(screen.getByText('Lin is ready to talk')).toBeTruthy();
});

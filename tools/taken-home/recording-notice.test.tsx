// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DigitalHumanChat } from '../../examples/digital-human-chat.tsx';

beforeEach(() => {
  // A browser with every required capability. Otherwise the start fails before it asks for consent.
  vi.stubGlobal('RTCPeerConnection', class {});
  vi.stubGlobal('isSecureContext', true);
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue('Chrome/130');
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it.each([true, false])('the consent of the component says that conversations are recorded: %s', async (isRecorded) => {
  const { container } = render(<DigitalHumanChat sdkUrl="/s.js" isRecorded={isRecorded} />);
  fireEvent.click(screen.getByRole('button', { name: 'Start conversation' }));
  expect(await screen.findByRole('button', { name: 'Agree and start' })).toBeTruthy();
  expect(/recorded/i.test(container.textContent)).toBe(isRecorded);
});

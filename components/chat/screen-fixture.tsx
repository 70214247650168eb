/** For the tests of this folder: renders the chat screen from a given snapshot, with a mock for every callback. */
import { render } from '@testing-library/react';
import { IntlProvider } from 'use-intl/react';
import { beforeAll, vi } from 'vitest';
import {
  initialSnapshot,
  type SessionFacts,
  type SessionPhase,
  type SessionSnapshot,
} from '@/lib/digital-human/session-state';
import en from '@/lib/i18n/en.json';
import { BrainProvider } from './brain-context';
import { ChatScreen } from './chat-screen';
import { preloadStartParts } from './late-parts';
import { SessionContext } from './session-context';

/** happy-dom has no WebRTC: these stand in, and a test of a browser without WebRTC removes them. */
vi.stubGlobal('RTCPeerConnection', class {});
Object.defineProperty(navigator, 'userAgent', { value: 'Chrome', configurable: true });

beforeAll(async () => void (await preloadStartParts()));

const lin = () => 'Lin';

export const snapshotOf = (phase: SessionPhase, facts: Partial<SessionFacts> = {}): SessionSnapshot => ({
  ...initialSnapshot,
  ...phase,
  ...facts,
});

export const mockedMethods = () => ({
  start: vi.fn(),
  end: vi.fn(async () => {}),
  ask: vi.fn(async (_text: string) => ({ accepted: true })),
  interrupt: vi.fn(async () => {}),
  startSpeaking: vi.fn(async () => {}),
  stopSpeaking: vi.fn(async () => {}),
  setDevicePicker: vi.fn(),
  setMuted: vi.fn(),
  resumePlayback: vi.fn(async () => {}),
  clearTranscript: vi.fn(),
  addToTranscript: vi.fn(),
});

export function renderScreen(first: SessionSnapshot) {
  const methods = mockedMethods();
  const page = {
    signOut: vi.fn(async () => {}),
    signOutEverywhere: vi.fn(async (): Promise<'sign_in_expired' | 'other_user' | undefined> => undefined),
    onSignedOut: vi.fn(),
  };
  const screen = (snapshot: SessionSnapshot) => (
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      <SessionContext value={{ ...methods, snapshot }}>
        <BrainProvider isConfigured={false} shownUser="shown">
          <ChatScreen
            userName="Ada Lovelace"
            digitalHumanName="Lin"
            speakerName={lin}
            robotPicker={null}
            preferences={null}
            {...page}
          />
        </BrainProvider>
      </SessionContext>
    </IntlProvider>
  );
  const view = render(screen(first));
  return { ...methods, ...page, show: (snapshot: SessionSnapshot) => view.rerender(screen(snapshot)) };
}

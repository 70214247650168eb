/** For the tests beside it: the chat screen around a hand-made snapshot, with every callback a mock. */
import { render } from '@testing-library/react';
import { IntlProvider } from 'use-intl/react';
import { vi } from 'vitest';
import {
  initialSnapshot,
  type SessionFacts,
  type SessionPhase,
  type SessionSnapshot,
} from '@/lib/digital-human/session-state';
import en from '@/lib/i18n/en.json';
import { ChatScreen } from './chat-screen';

/** happy-dom makes no calls: the tests that need a browser without them take these away. */
vi.stubGlobal('RTCPeerConnection', class {});
Object.defineProperty(navigator, 'userAgent', { value: 'Chrome', configurable: true });

const lin = () => 'Lin';

export const snapshotOf = (phase: SessionPhase, facts: Partial<SessionFacts> = {}): SessionSnapshot => ({
  ...initialSnapshot,
  ...phase,
  ...facts,
});

export function renderScreen(first: SessionSnapshot) {
  const calls = {
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
    signOut: vi.fn(async () => {}),
    onSignedOut: vi.fn(),
  };
  const screen = (snapshot: SessionSnapshot) => (
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      <ChatScreen
        userName="Ada Lovelace"
        digitalHumanName="Lin"
        speakerName={lin}
        robotPicker={null}
        preferences={null}
        snapshot={snapshot}
        {...calls}
      />
    </IntlProvider>
  );
  const view = render(screen(first));
  return { ...calls, show: (snapshot: SessionSnapshot) => view.rerender(screen(snapshot)) };
}

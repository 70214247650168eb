// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { type ReactNode, useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';

let chats = 0;
/** Counts its mounts, because a new mount loses its state. */
vi.mock('./chat', () => ({
  Chat: ({ userName, preferences }: { userName: string; preferences: ReactNode }) => {
    const [made] = useState(() => ++chats);
    return (
      <p>
        {userName}, chat {made}, {preferences}
      </p>
    );
  },
}));
vi.mock('next/navigation', () => ({
  redirect: (path: string) => {
    throw new Error(`redirect ${path}`);
  },
}));

import { SignedInChat } from './signed-in-chat';

afterEach(() => {
  cleanup();
  chats = 0;
});

const chatOf = (userId: string, userName: string) => ({
  userName,
  settings: {
    userId,
    shownUser: userId,
    sdkUrl: '',
    readyTimeoutMs: 1,
    longestSessionMs: 0,
    silentTrack: true,
    isRecorded: false,
  },
  robots: [],
  robotId: '',
  isDebugging: false,
  hasBrain: false,
  asksForFeedback: false,
  signOut: async () => {},
  signOutEverywhere: async () => undefined,
});

const page = (chat: ReturnType<typeof chatOf> | null, preferences = 'light') => (
  <SignedInChat chat={chat} preferences={preferences} signInPath="/sign-in" />
);

test('the chat stays, in the new appearance, when the page is rendered again after the sign-in has expired', () => {
  const { rerender } = render(page(chatOf('ada', 'Ada')));
  rerender(page(null, 'dark'));
  expect(screen.getByText('Ada, chat 1, dark')).toBeTruthy();
  rerender(page(chatOf('ada', 'Ada Lovelace'), 'dark'));
  expect(screen.getByText('Ada Lovelace, chat 1, dark')).toBeTruthy();
});

test('another user gets a new chat', () => {
  const { rerender } = render(page(chatOf('ada', 'Ada')));
  rerender(page(null));
  rerender(page(chatOf('otto', 'Otto')));
  expect(screen.getByText('Otto, chat 2, light')).toBeTruthy();
});

test('a page that has shown no user redirects to the sign-in', () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  expect(() => render(page(null))).toThrow('redirect /sign-in');
});

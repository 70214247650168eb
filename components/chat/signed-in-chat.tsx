'use client';
/**
 * The chat of the user whom the server named last. Once the sign-in has expired, the answer to a server action names
 * none: the conversation goes on, and the next start says that the user is signed out.
 */
import { redirect } from 'next/navigation';
import { type ComponentProps, type ReactNode, useState } from 'react';
import { Chat } from './chat';

interface SignedInChatProps {
  /** Null for a visitor who is not signed in, who gets nothing of it. */
  chat: Omit<ComponentProps<typeof Chat>, 'preferences'> | null;
  preferences: ReactNode;
  /** Where a page that has shown no chat leads. */
  signInPath: string;
}

export function SignedInChat({ chat, preferences, signInPath }: SignedInChatProps) {
  const [shown, setShown] = useState(chat);
  if (chat && chat !== shown) setShown(chat);
  if (!shown) redirect(signInPath);
  // Another user may be signed in by now: nothing of the first one's may stay in the page.
  return <Chat key={shown.settings.userId} {...shown} preferences={preferences} />;
}

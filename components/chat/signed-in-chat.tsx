'use client';
/**
 * The chat of the last user that the server named. After the sign-in has expired, the answer to a server action names
 * no user. The conversation then continues, and the next start says that the user is signed out.
 */
import { redirect } from 'next/navigation';
import { type ComponentProps, type ReactNode, useState } from 'react';
import { Chat } from './chat';

interface SignedInChatProps {
  /** Null when no user is signed in. */
  chat: Omit<ComponentProps<typeof Chat>, 'preferences'> | null;
  preferences: ReactNode;
  /** Where the page redirects if it has not shown a chat. */
  signInPath: string;
}

export function SignedInChat({ chat, preferences, signInPath }: SignedInChatProps) {
  const [shown, setShown] = useState(chat);
  if (chat && chat !== shown) setShown(chat);
  if (!shown) redirect(signInPath);
  // Another user may have signed in. The key removes everything of the first one from the page.
  return <Chat key={shown.settings.userId} {...shown} preferences={preferences} />;
}

'use client';
/** Joins the session and the code to what is drawn. It draws nothing itself and fetches nothing before a click. */
import type { ReactNode } from 'react';
import { useDigitalHuman } from '@/lib/digital-human/use-digital-human';
import { useOnceCode } from '@/lib/digital-human/use-once-code';
import { ChatScreen } from './chat-screen';
import { STAGE_CONTAINER_ID } from './stage';

interface ChatProps {
  userName: string;
  digitalHumanName: string;
  sdkUrl: string;
  readyTimeoutMs: number;
  preferences: ReactNode;
  signOut: () => Promise<void>;
}

export function Chat({ sdkUrl, readyTimeoutMs, ...screen }: ChatProps) {
  const getCode = useOnceCode();
  const digitalHuman = useDigitalHuman({ getCode, sdkUrl, readyTimeoutMs, containerId: STAGE_CONTAINER_ID });
  return <ChatScreen {...screen} {...digitalHuman} />;
}

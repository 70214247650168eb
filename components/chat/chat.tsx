'use client';
/** Joins the session and the code to what is drawn. It draws nothing itself and fetches nothing before a click. */
import type { ReactNode } from 'react';
import { useLocale } from 'use-intl/react';
import type { IcsLanguage } from '@/lib/digital-human/ics-sdk-surface';
import type { DigitalHumanSession } from '@/lib/digital-human/session';
import { observeSession, sendSessionReport } from '@/lib/digital-human/session-report';
import { useDigitalHuman } from '@/lib/digital-human/use-digital-human';
import { useOnceCode } from '@/lib/digital-human/use-once-code';
import type { Locale } from '@/lib/words/locale';
import { ChatScreen } from './chat-screen';
import { STAGE_CONTAINER_ID } from './stage';

/** People expect to be understood in the language they read. */
const spokenLanguage: Record<Locale, IcsLanguage> = { en: 'en_US', 'zh-CN': 'zh_CN' };

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
  const digitalHuman = useDigitalHuman({
    getCode,
    sdkUrl,
    readyTimeoutMs,
    containerId: STAGE_CONTAINER_ID,
    language: spokenLanguage[useLocale()],
    observe: reportToServer,
  });
  return <ChatScreen {...screen} {...digitalHuman} />;
}

const reportToServer = (session: DigitalHumanSession) => observeSession(session, sendSessionReport);

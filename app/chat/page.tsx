/** The conversation, for signed-in users. No secret goes to the browser, only addresses and names. */
import type { Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import { SCRIPTS_ARRIVED, watchFirstLoad } from '@/components/chat/first-load';
import { SignedInChat } from '@/components/chat/signed-in-chat';
import { PageIntlProvider } from '@/components/ui/intl-provider';
import { messagesOfChat } from '@/lib/i18n/messages';
import { requestLocale, requestTranslator } from '@/lib/i18n/request';
import { ROBOT_COOKIE } from '@/lib/robot';
import { canSignIn, type User } from '@/lib/server/auth/current-user';
import { pageUser, signInPath } from '@/lib/server/auth/page-user';
import { shownUserOf } from '@/lib/server/auth/shown-user';
import { signInSettings } from '@/lib/server/auth/sign-in-settings';
import { hasBrain } from '@/lib/server/brain/brain-settings';
import { nonceOf } from '@/lib/server/http/csp';
import { asksForFeedback, chatPageSettings } from '@/lib/server/page-settings';
import { recordingNotice } from '@/lib/server/recording-notice';
import { sessionSettings } from '@/lib/server/sessions/session-settings';
import { Misconfigured } from '../misconfigured';
import { Preferences } from '../preferences';
import { signOutEverywhere, signOutHere } from '../sign-in/actions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTranslator('chat'))('title') };
}

interface ChatPageProps {
  searchParams: Promise<{ debug?: string | string[] }>;
}

export default async function ChatPage({ searchParams }: ChatPageProps) {
  if (!canSignIn()) return <Misconfigured />;
  const isDebugging = (await searchParams).debug !== undefined;
  const path = isDebugging ? '/chat?debug' : '/chat';
  const user = await pageUser(path);
  const locale = await requestLocale();
  const t = await requestTranslator('chat');
  return (
    <PageIntlProvider locale={locale} messages={messagesOfChat(locale, sessionSettings().givesHandles)}>
      <script
        nonce={nonceOf(await headers())}
        data-text={t('notLoaded')}
        data-reload={(await requestTranslator('error'))('again')}
        data-arrived={SCRIPTS_ARRIVED}
      >
        {`(${watchFirstLoad})()`}
      </script>
      <noscript>
        <p role="alert" className="m-3 rounded-panel border border-notice px-4 py-3 text-sm text-notice">
          {t('noScript')}
        </p>
      </noscript>
      <SignedInChat
        chat={user && (await chatOf(user, isDebugging))}
        preferences={<Preferences />}
        signInPath={signInPath(path)}
      />
    </PageIntlProvider>
  );
}

async function chatOf(user: User, isDebugging: boolean) {
  const { sdkUrl, readyTimeoutMs, longestSessionMs, silentTrack, robots } = chatPageSettings();
  const t = await requestTranslator('chat');
  // METASTUDIO_ROBOT_ID gives an ID without a name, and the page does not show IDs.
  const named = robots.map(({ id, name }) => ({ id, name: name === id ? t('digitalHuman') : name }));
  const offered = named.length > 0 ? named : [{ id: '', name: t('digitalHuman') }];
  const chosenId = (await cookies()).get(ROBOT_COOKIE)?.value;
  return {
    userName: user.name,
    settings: {
      userId: user.id,
      shownUser: shownUserOf(user.id, signInSettings().secrets),
      sdkUrl,
      readyTimeoutMs,
      longestSessionMs,
      silentTrack,
      isRecorded: await recordingNotice().isRecorded(),
    },
    robots: offered,
    robotId: (offered.find(({ id }) => id === chosenId) ?? offered[0])?.id ?? '',
    isDebugging,
    hasBrain: hasBrain(),
    asksForFeedback: asksForFeedback(),
    signOut: signOutHere,
    signOutEverywhere,
  };
}

/** The conversation, for signed-in people. Everything secret stays here; the page gets addresses and names. */
import type { Metadata } from 'next';
import { Chat } from '@/components/chat/chat';
import { requireUser } from '@/lib/server/auth';
import { chatPageSettings } from '@/lib/server/env';
import { requestTranslator } from '@/lib/words/request-words';
import { Preferences } from '../preferences';
import { signOut } from '../sign-in/actions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTranslator('chat'))('title') };
}

export default async function ChatPage() {
  const user = await requireUser('/chat');
  const { sdkUrl, readyTimeoutMs, robots } = chatPageSettings();
  const t = await requestTranslator('chat');
  const robot = robots[0];
  return (
    <Chat
      userName={user.name}
      // A setting without a name gives the ID as the name: an ID is nobody's name to read out.
      digitalHumanName={robot && robot.name !== robot.id ? robot.name : t('digitalHuman')}
      sdkUrl={sdkUrl}
      readyTimeoutMs={readyTimeoutMs}
      preferences={<Preferences />}
      signOut={signOut}
    />
  );
}

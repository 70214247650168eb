/**
 * What happens to a user's data, as the SDK's vendor requires integrators to say it: the SDK, its maker, the data and
 * the purpose (MetaStudio docs, "SDK Privacy Statement"). The operator of the site adds their name and contact details.
 */
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { ActionBoundary } from '@/components/ui/action-boundary';
import { buttonStyles } from '@/components/ui/button-styles';
import { SiteHeader } from '@/components/ui/site-header';
import { CONSENT_COOKIE, sufficientConsents } from '@/lib/consent';
import { requestTranslator } from '@/lib/i18n/request';
import { asksForFeedback, chatPageSettings } from '@/lib/server/page-settings';
import { recordingNotice } from '@/lib/server/recording-notice';
import { Preferences } from '../preferences';
import { withdrawConsent } from './actions';
import { WithdrawConsent } from './withdraw-consent';

/** Huawei's documentation of the web SDK, which contains the statement. It exists in Chinese only. */
const SDK_PRIVACY_STATEMENT = 'https://support.huaweicloud.com/api-metastudio/metastudio_08_0007.html';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTranslator('privacy'))('title') };
}

export default async function PrivacyPage() {
  const t = await requestTranslator('privacy');
  const { silentTrack } = chatPageSettings();
  const isRecorded = await recordingNotice().isRecorded();
  const hasConsent = sufficientConsents(isRecorded).includes((await cookies()).get(CONSENT_COOKIE)?.value ?? '');
  return (
    <>
      <div className="mx-auto max-w-7xl">
        <SiteHeader>
          <Preferences />
        </SiteHeader>
      </div>
      <main id="content" className="mx-auto w-full max-w-2xl px-4 pt-8 pb-20 sm:px-6 sm:pt-14">
        <h1 className="text-3xl">{t('heading')}</h1>
        <p className="mt-4 text-quiet">{t('lead')}</p>
        <Section heading={t('who.title')}>
          <p>{t('who.text')}</p>
          <p className="mt-2">
            <a href={SDK_PRIVACY_STATEMENT} hrefLang="zh-CN" className="text-accent underline">
              {t('who.statement')}
            </a>
          </p>
        </Section>
        <Section heading={t('sent.title')}>
          <Points points={[t('sent.words'), t('sent.browser'), t('sent.user'), t('sent.calls'), t('sent.load')]} />
        </Section>
        <Section heading={t('recording.title')}>
          <p>{t(isRecorded ? 'recording.on' : 'recording.off')}</p>
        </Section>
        <Section heading={t('microphone.title')}>
          <p>{t(silentTrack ? 'microphone.text' : 'microphone.textThroughout')}</p>
        </Section>
        <Section heading={t('here.title')}>
          <Points
            points={[
              t('here.transcript'),
              t('here.device'),
              t('here.cookies'),
              t('here.log'),
              t('here.sessions'),
              ...(asksForFeedback() ? [t('here.feedback')] : []),
            ]}
          />
        </Section>
        <Section heading={t('withdraw.title')}>
          <p role="status">{hasConsent ? t('withdraw.given') : t('withdraw.absent')}</p>
          {hasConsent && (
            <ActionBoundary>
              <WithdrawConsent withdraw={withdrawConsent} className="mt-4">
                <button type="submit" className={buttonStyles.plain}>
                  {t('withdraw.button')}
                </button>
              </WithdrawConsent>
            </ActionBoundary>
          )}
          <p className="mt-4 text-sm text-quiet">{t('withdraw.effect')}</p>
        </Section>
        <a href="/chat" className={`${buttonStyles.plain} mt-10`}>
          {t('back')}
        </a>
      </main>
    </>
  );
}

function Section({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <section className="mt-8 border-t border-line pt-6">
      <h2 className="mb-2 text-lg">{heading}</h2>
      {children}
    </section>
  );
}

function Points({ points }: { points: string[] }) {
  return (
    <ul className="flex list-disc flex-col gap-2 pl-5">
      {points.map((point) => (
        <li key={point}>{point}</li>
      ))}
    </ul>
  );
}

/** The landing page: what the app is, and one button. */
import Link from 'next/link';
import { buttonStyles } from '@/components/ui/button-styles';
import { Portrait } from '@/components/ui/portrait';
import { SiteHeader } from '@/components/ui/site-header';
import { requestTranslator } from '@/lib/i18n/request';
import { Preferences } from './preferences';

const facts = ['private', 'steady', 'open'] as const;

export default async function LandingPage() {
  const t = await requestTranslator('landing');
  const site = await requestTranslator('site');
  return (
    <>
      <div className="mx-auto max-w-7xl">
        <SiteHeader>
          <Preferences />
        </SiteHeader>
      </div>
      <main id="content" className="mx-auto w-full max-w-7xl px-4 pb-16 sm:px-6">
        <div className="grid items-center gap-8 pt-6 md:grid-cols-[1.05fr_1fr] md:gap-12 md:pt-12 lg:gap-16 sideways:pt-2">
          <div>
            <p className="text-xs font-semibold text-balance text-accent">{t('eyebrow')}</p>
            <h1 className="mt-3 text-display sideways:mt-2 sideways:text-3xl">{t('heading')}</h1>
            <p className="mt-5 max-w-[34rem] text-lg text-quiet sideways:mt-3 sideways:text-base">{t('lead')}</p>
            <Link
              href="/chat"
              prefetch={false}
              className={`${buttonStyles.primary} mt-8 min-h-13 px-8 text-center text-base sideways:mt-5`}
            >
              {t('open')}
            </Link>
          </div>
          {/* The head extends above the frame. */}
          <figure className="relative pt-[16%]">
            <div className="studio-light aspect-[5/3] rounded-stage shadow-stage" />
            <Portrait alt={t('picture')} className="absolute bottom-0 left-0 w-full rounded-b-stage" />
            <figcaption className="absolute inset-x-4 bottom-4 mx-auto w-fit rounded-panel bg-studio/90 px-4 py-2.5 text-center text-base text-white">
              {t('caption')}
            </figcaption>
          </figure>
        </div>
        <ul className="mt-14 grid gap-6 border-t border-line pt-8 sm:grid-cols-3 sm:gap-10">
          {facts.map((fact) => (
            <li key={fact}>
              <h2 className="text-base">{t(`facts.${fact}.title`)}</h2>
              <p className="mt-1 text-sm text-quiet">{t(`facts.${fact}.text`)}</p>
            </li>
          ))}
        </ul>
      </main>
      <footer className="mx-auto w-full max-w-7xl px-4 pb-8 text-sm sm:px-6">
        <a href="/privacy" className="inline-flex min-h-11 items-center text-quiet underline">
          {site('privacy')}
        </a>
      </footer>
    </>
  );
}

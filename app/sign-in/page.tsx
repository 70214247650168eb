/** The sign-in page: one button for each configured identity provider, and for each demo user if they are allowed. */
import type { Metadata } from 'next';
import { ActionBoundary } from '@/components/ui/action-boundary';
import { buttonStyles } from '@/components/ui/button-styles';
import { CookieNotice } from '@/components/ui/cookie-notice';
import { RoundPortrait } from '@/components/ui/portrait';
import { SiteHeader } from '@/components/ui/site-header';
import { languageOf } from '@/lib/i18n/language-of';
import { requestLocale, requestTranslator } from '@/lib/i18n/request';
import { sentences } from '@/lib/i18n/sentences';
import { signInOptions } from '@/lib/server/auth/auth';
import { safeCallbackPath } from '@/lib/server/auth/callback-path';
import { canSignIn } from '@/lib/server/auth/current-user';
import { Misconfigured } from '../misconfigured';
import { Preferences } from '../preferences';
import { signInAsDemo, signInWith } from './actions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTranslator('signIn'))('title') };
}

interface SignInPageProps {
  searchParams: Promise<{ callbackUrl?: string | string[]; error?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  if (!canSignIn()) return <Misconfigured />;
  const { callbackUrl, error } = await searchParams;
  const t = await requestTranslator('signIn');
  const cookies = await requestTranslator('failure.entry.cookies');
  const locale = await requestLocale();
  const { demoUsers, providers } = signInOptions();
  const back = <input type="hidden" name="callbackUrl" value={safeCallbackPath(callbackUrl)} />;
  return (
    <>
      <div className="mx-auto max-w-7xl">
        <SiteHeader>
          <Preferences />
        </SiteHeader>
      </div>
      <main
        id="content"
        className="mx-auto w-full max-w-md px-4 pt-10 pb-16 sm:px-6 sm:pt-20 sideways:pt-2 sideways:pb-8"
      >
        <RoundPortrait className="size-24 sideways:hidden" />
        <h1 className="mt-6 text-3xl sideways:mt-0">{t('heading')}</h1>
        <p className="mt-3 text-quiet sideways:mt-1">{t('lead')}</p>
        <CookieNotice>
          <p role="alert" className="mt-6 rounded-panel border border-alarm px-4 py-3 text-sm text-alarm">
            {sentences(locale, cookies('happened'), cookies('todo'))}
          </p>
        </CookieNotice>
        {error && (
          <p role="alert" className="mt-6 rounded-panel border border-alarm px-4 py-3 text-sm text-alarm">
            {t('refused')}
          </p>
        )}
        <ActionBoundary>
          <div className="mt-8 flex flex-col gap-3 sideways:mt-5">
            {providers.map(({ id, name }) => (
              <form key={id} action={signInWith}>
                {back}
                <button type="submit" name="provider" value={id} className={`${buttonStyles.primary} w-full`}>
                  {t('with', { name })}
                </button>
              </form>
            ))}
            {providers.length > 0 && demoUsers.length > 0 && (
              <p className="text-center text-sm text-quiet">{t('or')}</p>
            )}
            {demoUsers.map(({ id, name }) => (
              <form key={id} action={signInAsDemo}>
                {back}
                <button
                  type="submit"
                  name="id"
                  value={id}
                  className="flex min-h-16 w-full items-center gap-4 rounded-panel border border-edge bg-surface px-4 text-left font-semibold hover:bg-sunken"
                >
                  <span
                    aria-hidden="true"
                    className="flex size-10 items-center justify-center rounded-full bg-accent text-on-accent"
                  >
                    {[...name][0]}
                  </span>
                  {/* One element for the flex row. The key replaces it when the language changes, because a browser that
                    translates the page replaces its text nodes. */}
                  <span key={locale}>
                    {t.rich('as', {
                      name,
                      person: (chunks) => (
                        <span dir="auto" lang={languageOf(name, locale)}>
                          {chunks}
                        </span>
                      ),
                    })}
                  </span>
                </button>
              </form>
            ))}
            {demoUsers.length > 0 && <p className="text-sm text-quiet">{t('demo')}</p>}
            {providers.length === 0 && demoUsers.length === 0 && <p>{t('none')}</p>}
          </div>
        </ActionBoundary>
      </main>
    </>
  );
}

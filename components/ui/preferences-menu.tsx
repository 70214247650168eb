'use client';
/**
 * Language and appearance, in a native popover. A server action changes them and renders the page again, with its
 * state, a running conversation included.
 */
import { Check, SlidersHorizontal, SquareArrowOutUpRight } from 'lucide-react';
import { useLocale, useTranslations } from 'use-intl/react';
import { localeNames, locales } from '@/lib/i18n/locale';
import { type Theme, themes } from '@/lib/i18n/theme';
import { ActionBoundary } from './action-boundary';

const choice =
  'flex min-h-11 w-full items-center justify-between gap-6 rounded-panel px-3 text-left text-sm hover:bg-sunken';

interface PreferencesMenuProps {
  theme: Theme;
  /** Takes the field `locale` or `theme`. */
  setPreference: (formData: FormData) => Promise<void>;
}

export function PreferencesMenu({ theme, setPreference }: PreferencesMenuProps) {
  const t = useTranslations('preferences');
  const site = useTranslations('site');
  const current = useLocale();
  return (
    <>
      <button
        type="button"
        popoverTarget="preferences"
        aria-label={t('open')}
        title={t('open')}
        className="flex size-11 items-center justify-center rounded-full hover:bg-sunken"
      >
        <SlidersHorizontal aria-hidden="true" size={20} />
      </button>
      <ActionBoundary>
        <form
          id="preferences"
          popover="auto"
          action={setPreference}
          onSubmit={(event) => event.currentTarget.hidePopover?.()}
          className="menu-at-button fixed m-0 w-60 rounded-panel border border-line bg-surface p-2 text-ink shadow-stage"
        >
          <fieldset>
            <legend className="px-3 pt-2 pb-1 text-xs text-quiet">{t('language')}</legend>
            {locales.map((locale) => (
              <button
                key={locale}
                type="submit"
                name="locale"
                value={locale}
                lang={locale}
                aria-pressed={locale === current}
                className={choice}
              >
                <span>{localeNames[locale]}</span>
                {locale === current && <Check aria-hidden="true" size={18} />}
              </button>
            ))}
          </fieldset>
          <fieldset className="mt-1 border-t border-line pt-1">
            <legend className="sr-only">{t('theme')}</legend>
            <p aria-hidden="true" className="px-3 pt-2 pb-1 text-xs text-quiet">
              {t('theme')}
            </p>
            {themes.map((candidate) => (
              <button
                key={candidate}
                type="submit"
                name="theme"
                value={candidate}
                aria-pressed={candidate === theme}
                className={choice}
              >
                <span>{t(candidate)}</span>
                {candidate === theme && <Check aria-hidden="true" size={18} />}
              </button>
            ))}
          </fieldset>
          {/* In a new tab, because leaving this page would end a conversation. */}
          <a
            href="/privacy"
            target="_blank"
            rel="noopener"
            aria-label={site('privacyInNewTab')}
            className={`${choice} mt-1 border-t border-line`}
          >
            <span>{site('privacy')}</span>
            <SquareArrowOutUpRight aria-hidden="true" size={16} />
          </a>
        </form>
      </ActionBoundary>
    </>
  );
}

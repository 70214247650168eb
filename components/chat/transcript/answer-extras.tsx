'use client';
/**
 * What an answer shows in addition to its text: sources, suggested questions, one action. Its code is fetched with the
 * first answer that has any. Texts and links have been checked; an action needs a press of its button.
 */
import { ExternalLink } from 'lucide-react';
import { use, useId, useLayoutEffect, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { type AnswerExtras as Extras, readAnswerExtras } from '@/lib/api/answer-extras';
import { languageOf } from '@/lib/i18n/language-of';
import { buttonStyles } from '../../ui/button-styles';
import { Dialog, DialogChoices } from '../../ui/dialog';
import { AskContext } from '../ask-context';
import { useBrain } from '../brain-context';

/** Round ends with one line of text, and with several lines no curve beside them. */
const rounded = 'rounded-[1.375rem]!';
const actionLook = `${buttonStyles.plain} ${rounded} w-fit py-1.5 print:hidden`;

interface AnswerExtrasProps {
  extendParam: string;
  /** True for the last answer, which alone shows its suggested questions. */
  isLatest: boolean;
}

export default function AnswerExtras({ extendParam, isLatest }: AnswerExtrasProps) {
  const t = useTranslations('extras');
  const locale = useLocale();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const brain = useBrain();
  const ask = use(AskContext);
  const extras = readAnswerExtras(extendParam);
  const { sources = [], suggestions = [], action, requestId } = extras ?? {};

  // In a list that follows its end (use-follow-end.ts), the extras get half of it at most: the text stays visible.
  useLayoutEffect(() => {
    const log = box.current?.closest<HTMLElement>('[role=log][data-following=true]');
    if (!log || !box.current) return;
    const below = log.scrollHeight - log.scrollTop - log.clientHeight;
    const top = box.current.getBoundingClientRect().top - log.getBoundingClientRect().top;
    log.scrollTop += Math.max(0, Math.min(below, top - log.clientHeight / 2));
  }, []);

  if (!extras) return null;
  return (
    <div
      ref={box}
      data-extras={isLatest ? '' : undefined}
      className="flex flex-col gap-2 pt-1 text-sm wrap-anywhere empty:hidden"
    >
      {sources.length > 0 && (
        <div>
          <p id={`${id}-sources`} className="text-xs text-quiet">
            {t('sources')}
          </p>
          <ul aria-labelledby={`${id}-sources`} className="flex flex-col">
            {sources.map(({ title, url }) => (
              <li key={url}>
                <a
                  href={url}
                  target="_blank"
                  rel="noopener noreferrer"
                  className="inline-flex min-h-8 items-center gap-1.5 underline underline-offset-4"
                >
                  <span dir="auto" lang={languageOf(title, locale)}>
                    {title}
                  </span>
                  <ExternalLink aria-hidden="true" size={14} className="shrink-0" />
                  <span className="sr-only">{t('newTab')}</span>
                </a>
              </li>
            ))}
          </ul>
        </div>
      )}
      {isLatest && brain?.canAsk && suggestions.length > 0 && (
        <fieldset aria-labelledby={`${id}-suggestions`} className="flex flex-wrap gap-2 print:hidden">
          <legend id={`${id}-suggestions`} className="sr-only">
            {t('suggestions')}
          </legend>
          {suggestions.map((question) => (
            <button
              key={question}
              type="button"
              dir="auto"
              lang={languageOf(question, locale)}
              className={`${rounded} min-h-11 border border-edge bg-canvas px-4 py-1.5 text-start hover:bg-sunken`}
              onClick={() => ask(question)}
            >
              {question}
            </button>
          ))}
        </fieldset>
      )}
      {isLatest && action && <Action action={action} />}
      {requestId && (
        <p className="text-xs text-quiet">
          {t('requestId')} <code className="break-all">{requestId}</code>
        </p>
      )}
    </div>
  );
}

function Action({ action }: { action: NonNullable<Extras['action']> }) {
  const t = useTranslations('extras');
  const end = useBrain()?.end;
  const [isAsking, setIsAsking] = useState(false);
  if (action.type === 'open_page')
    return (
      <button type="button" className={actionLook} onClick={() => window.open(action.path, '_blank', 'noopener')}>
        {t('open', { path: action.path })}
      </button>
    );
  if (!end) return null;
  return (
    <>
      <button type="button" className={actionLook} onClick={() => setIsAsking(true)}>
        {t('end')}
      </button>
      {isAsking && (
        <Dialog
          heading={t('endTitle')}
          onClose={(choice) => {
            setIsAsking(false);
            if (choice === 'end') end();
          }}
          foot={
            <DialogChoices plain={{ value: '', label: t('endNo') }} primary={{ value: 'end', label: t('endYes') }} />
          }
        >
          <p className="mt-2 text-sm">{t('endText')}</p>
        </Dialog>
      )}
    </>
  );
}

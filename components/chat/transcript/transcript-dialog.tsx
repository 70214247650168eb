'use client';
/** Copies, downloads and deletes a transcript. Fetched when it is first opened. */
import { Check, Copy, Download, Trash2 } from 'lucide-react';
import { Fragment, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useLocale, useTranslations } from 'use-intl/react';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';
import { useIsTranscriptKept } from '@/lib/digital-human/use-is-transcript-kept';
import { listed } from '@/lib/i18n/sentences';
import { buttonStyles } from '../../ui/button-styles';
import { Dialog, dialogFoot } from '../../ui/dialog';
import { download } from './download';
import { type ExportFormat, exportFormats, exportTranscript, fileTypes } from './transcript-export';
import { useCopy } from './use-copy';

interface TranscriptDialogProps {
  entries: readonly TranscriptEntry[];
  nameOf: (entry: TranscriptEntry) => string;
  clear: () => void;
  onClose: () => void;
}

const heading = 'mt-5 text-xs font-semibold text-quiet';

export default function TranscriptDialog({ entries, nameOf, clear, onClose }: TranscriptDialogProps) {
  const t = useTranslations();
  const locale = useLocale();
  const { outcome, copy } = useCopy();
  const isKept = useIsTranscriptKept();
  const [isDeleting, setIsDeleting] = useState(false);
  /** *Delete transcript*, or the *Keep it* that replaces it. */
  const choice = useRef<HTMLButtonElement>(null);
  const showDeletion = (isShown: boolean) => {
    flushSync(() => setIsDeleting(isShown));
    choice.current?.focus(); // the button that had the focus is gone
  };

  const answered = entries.filter(({ who }) => who === 'digital-human');
  const names = listed(locale, new Set(answered.map(nameOf))) || t('chat.digitalHuman');
  const contentAs = (format: ExportFormat) =>
    exportTranscript(entries, format, {
      title: t('export.title', { name: names }),
      nameOf,
      notSent: t('transcript.notSent'),
      locale,
      site: window.location.origin,
      sources: t('extras.sources'),
      suggestions: t('extras.suggestions'),
    });
  const save = (format: ExportFormat) => {
    const { extension, mime } = fileTypes[format];
    const day = new Date(entries[0]?.at ?? 0).toLocaleDateString('sv'); // Sweden writes dates as ISO 8601 does
    download(contentAs(format), { mime, name: `${t('export.fileName')}-${day}.${extension}` });
  };
  const close = (chosen: string) => {
    if (chosen === 'delete') clear();
    onClose();
  };

  return (
    <Dialog
      heading={t('export.heading')}
      onClose={close}
      foot={
        <form method="dialog" className={`${dialogFoot} items-center justify-between!`}>
          {/* Keys: without them, a pressed *Keep it* becomes the button that closes the dialog, and then closes it. */}
          {isDeleting ? (
            <Fragment key="question">
              <p role="alert" className="w-full text-sm">
                {t('export.confirm')}
              </p>
              <button ref={choice} type="button" className={buttonStyles.plain} onClick={() => showDeletion(false)}>
                {t('export.keep')}
              </button>
              <button
                type="submit"
                value="delete"
                className={`${buttonStyles.plain} ml-auto border-alarm! text-alarm!`}
              >
                {t('export.deleteForGood')}
              </button>
            </Fragment>
          ) : (
            <Fragment key="options">
              <button
                ref={choice}
                type="button"
                className={`${buttonStyles.plain} text-alarm!`}
                onClick={() => showDeletion(true)}
              >
                <Trash2 aria-hidden="true" size={18} />
                <span>{t('transcript.delete')}</span>
              </button>
              <button type="submit" value="" className={`${buttonStyles.primary} ml-auto`}>
                {t('export.close')}
              </button>
            </Fragment>
          )}
        </form>
      }
    >
      <p className="mt-2 text-sm text-quiet">{t(isKept ? 'export.kept' : 'transcript.notKept')}</p>
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <button type="button" className={buttonStyles.plain} onClick={() => void copy(contentAs('text'))}>
          {outcome === 'copied' ? <Check aria-hidden="true" size={18} /> : <Copy aria-hidden="true" size={18} />}
          <span>{t('export.copy')}</span>
        </button>
        <span aria-live="polite" className="text-sm">
          {outcome && t(`export.${outcome}`)}
        </span>
      </div>
      <h3 id="download-as" className={heading}>
        {t('export.download')}
      </h3>
      <fieldset aria-labelledby="download-as" className="mt-2 grid grid-cols-2 gap-2">
        {exportFormats.map((format) => (
          <button key={format} type="button" className={`${buttonStyles.plain} px-2!`} onClick={() => save(format)}>
            <Download aria-hidden="true" size={18} />
            <span>{t(`export.${format}`)}</span>
          </button>
        ))}
      </fieldset>
    </Dialog>
  );
}

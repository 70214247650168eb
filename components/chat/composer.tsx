'use client';
/**
 * Where a person writes. Enter sends, Shift+Enter begins a line, and an Enter that belongs to an input method does
 * neither. One can write before the line is up; sending waits for it.
 */
import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, type Ref, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { DigitalHuman } from '@/lib/digital-human/use-digital-human';

interface ComposerProps extends Pick<DigitalHuman, 'ask'> {
  ref: Ref<HTMLTextAreaElement>;
  isLive: boolean;
}

/** Safari ends the composition before its Enter arrives; 229 says that the input method had the key all the same. */
const isInputMethodKey = ({ nativeEvent }: KeyboardEvent) => nativeEvent.isComposing || nativeEvent.keyCode === 229;

export function Composer({ ref, isLive, ask }: ComposerProps) {
  const t = useTranslations('composer');
  const [draft, setDraft] = useState('');
  const canSend = isLive && draft.trim() !== '';

  const send = async () => {
    if (!canSend) return;
    setDraft('');
    const { accepted } = await ask(draft);
    // Back into the box, unless the person has begun something new.
    if (!accepted) setDraft((current) => current || draft);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || isInputMethodKey(event)) return;
    event.preventDefault();
    void send();
  };

  return (
    <form
      className="border-t border-line p-2.5 sm:p-3"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="flex items-end gap-2 rounded-panel border border-edge bg-canvas p-1.5 focus-within:outline-3 focus-within:outline-accent">
        <textarea
          ref={ref}
          rows={1}
          value={draft}
          aria-label={t('label')}
          aria-describedby="composer-hint"
          placeholder={t('placeholder')}
          className="field-sizing-content max-h-36 min-h-11 min-w-0 flex-1 resize-none bg-transparent px-2.5 py-2 outline-none placeholder:text-quiet"
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <button
          type="submit"
          aria-label={t('send')}
          title={t('send')}
          // Not `disabled`, which would drop the focus the moment the box empties.
          aria-disabled={!canSend}
          className="flex size-11 shrink-0 items-center justify-center rounded-[0.625rem] bg-accent text-on-accent hover:bg-accent-strong aria-disabled:bg-sunken aria-disabled:text-quiet forced-colors:border"
        >
          <SendHorizontal aria-hidden="true" size={20} />
        </button>
      </div>
      <p id="composer-hint" className="px-1 pt-1.5 text-xs text-quiet max-sm:sr-only sideways:sr-only">
        {isLive ? t('hint') : t('later')}
      </p>
    </form>
  );
}

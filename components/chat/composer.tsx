'use client';
/**
 * Where a person writes, or speaks. Enter sends, Shift+Enter begins a line, ↑ brings back earlier questions, and a key
 * that belongs to an input method does none of it. One can write before the line is up; sending waits for it.
 */
import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, type Ref, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { DigitalHuman } from '@/lib/digital-human/use-digital-human';
import { useBrain } from './brain-context';
import { HearingLine } from './hearing-line';
import { SpeakButton } from './speak-button';
import { useQuestionHistory } from './use-question-history';

interface ComposerProps extends Pick<DigitalHuman, 'snapshot' | 'ask' | 'startSpeaking' | 'stopSpeaking'> {
  ref: Ref<HTMLTextAreaElement>;
}

/** Safari ends the composition before its Enter arrives; 229 says that the input method had the key all the same. */
const isInputMethodKey = ({ nativeEvent }: KeyboardEvent) => nativeEvent.isComposing || nativeEvent.keyCode === 229;

export function Composer({ ref, snapshot, ask, startSpeaking, stopSpeaking }: ComposerProps) {
  const t = useTranslations('composer');
  const writing = useTranslations('writing');
  const [draft, setDraft] = useState('');
  const history = useQuestionHistory(snapshot.transcript);
  const brain = useBrain();
  const isWriting = brain?.isWriting ?? false;
  const isLive = snapshot.status === 'live';
  const canSend = (isLive || isWriting) && draft.trim() !== '';
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (isWriting) form.current?.querySelector('textarea')?.focus();
  }, [isWriting]);

  const send = async () => {
    if (!canSend) return;
    setDraft('');
    const { accepted } = await (brain?.isWriting ? brain.ask : ask)(draft);
    // Back into the box, unless the person has begun something new.
    if (!accepted) setDraft((current) => current || draft);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.shiftKey || isInputMethodKey(event)) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      void send();
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const earlier = history.step(event.key, draft);
      if (earlier === null) return;
      event.preventDefault();
      setDraft(earlier);
    }
  };

  return (
    <form
      ref={form}
      className="border-t border-line p-2.5 sm:p-3"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="flex items-end gap-1 sm:gap-2 rounded-panel border border-edge bg-canvas p-1.5 outline-accent has-[textarea:focus]:border-accent has-[textarea:focus]:outline-2">
        <textarea
          ref={ref}
          rows={1}
          value={draft}
          aria-label={t('label')}
          aria-describedby="composer-hint"
          placeholder={t('placeholder')}
          className="field-sizing-content max-h-36 min-h-11 min-w-0 flex-1 resize-none bg-transparent px-2 py-2 outline-none placeholder:whitespace-nowrap placeholder:text-quiet sm:px-2.5"
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {snapshot.canListen && (
          <SpeakButton
            isReady={isLive}
            isOpen={snapshot.listening !== 'off'}
            open={() => void startSpeaking()}
            close={() => void stopSpeaking()}
          />
        )}
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
      <HearingLine snapshot={snapshot} />
      <p
        id="composer-hint"
        className={`px-1 pt-1.5 text-xs text-quiet ${snapshot.listening === 'off' ? 'max-sm:sr-only sideways:sr-only' : 'sr-only'}`}
      >
        {isLive ? t('hint') : isWriting ? writing('hint') : t('later')}
      </p>
      <p aria-live="polite" className="px-1 pt-1 text-xs font-semibold text-alarm empty:hidden">
        {brain?.problem && writing(brain.problem)}
      </p>
    </form>
  );
}

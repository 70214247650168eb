'use client';
/**
 * Where the user writes or speaks. Enter sends, Shift+Enter begins a line, and ↑ shows earlier questions, except for
 * keys that an input method uses. Users can write before the session is live, and send when it is.
 */
import { SendHorizontal } from 'lucide-react';
import {
  type KeyboardEvent,
  type Ref,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useState,
} from 'react';
import { useTranslations } from 'use-intl/react';
import { useBrain } from '../brain-context';
import { useSession } from '../session-context';
import { HearingLine } from './hearing-line';
import { SpeakButton } from './speak-button';
import { useQuestionHistory } from './use-question-history';

/**
 * In UTF-16 units, as the emulator counts. MetaStudio refuses longer questions (MSS.47010145), but does not document
 * its limit. This one is a guess; a refusal is still reported.
 */
const QUESTION_LIMIT = 1_000;

/** Safari ends the composition before its Enter arrives. The key code 229 says that the input method used the key. */
const isInputMethodKey = ({ nativeEvent }: KeyboardEvent) => nativeEvent.isComposing || nativeEvent.keyCode === 229;

/** Asks any question of the page. A refused one returns to the message box. */
export type AskQuestion = (question: string) => Promise<void>;

interface ComposerProps {
  ref: RefObject<HTMLTextAreaElement | null>;
  askRef?: Ref<AskQuestion>;
}

export function Composer({ ref, askRef }: ComposerProps) {
  const { snapshot, ask, startSpeaking, stopSpeaking } = useSession();
  const t = useTranslations('composer');
  const writing = useTranslations('writing');
  const [draft, setDraft] = useState('');
  const [isAsking, setIsAsking] = useState(false);
  const history = useQuestionHistory(snapshot.transcript);
  const brain = useBrain();
  const isWriting = brain?.isWriting ?? false;
  const isLive = snapshot.status === 'live';
  const over = draft.trim().length - QUESTION_LIMIT;
  const canSend = (isLive || isWriting) && !isAsking && draft.trim() !== '' && over <= 0;
  useEffect(() => {
    // Takes what was written before the scripts loaded.
    if (ref.current?.value) setDraft(ref.current.value);
  }, [ref]);
  useEffect(() => {
    if (isWriting) ref.current?.focus();
  }, [ref, isWriting]);
  useFittingHeight(ref, draft);

  const askQuestion: AskQuestion = async (question) => {
    if (isAsking) return; // as at a double click
    setIsAsking(true);
    const { accepted } = await (brain?.ask ?? ask)(question).finally(() => setIsAsking(false));
    // Restores the question, unless the user has begun a new one.
    if (!accepted) setDraft((current) => current || question);
  };
  useImperativeHandle(askRef, () => askQuestion);

  const send = () => {
    if (!canSend) return;
    setDraft('');
    void askQuestion(draft);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.shiftKey || isInputMethodKey(event)) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      send();
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const earlier = history.step(event.key, draft);
      if (earlier === null) return;
      event.preventDefault();
      setDraft(earlier);
    }
  };

  return (
    // Not a form: submitted before the scripts have loaded, it would reload the page.
    <div className="border-t border-line p-2.5 sm:p-3 print:hidden">
      <div className="flex items-end gap-1 sm:gap-2 rounded-panel border border-edge bg-canvas p-1.5 outline-accent has-[textarea:focus]:border-accent has-[textarea:focus]:outline-2">
        <textarea
          ref={ref}
          rows={1}
          dir="auto"
          enterKeyHint="send"
          value={draft}
          aria-label={t('label')}
          aria-describedby="composer-hint"
          aria-invalid={over > 0}
          placeholder={t('placeholder')}
          className="field-sizing-content max-h-[min(9rem,30dvh)] min-h-11 min-w-0 flex-1 resize-none bg-transparent px-2 py-2 outline-none placeholder:whitespace-nowrap placeholder:text-quiet sm:px-2.5"
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
          type="button"
          aria-label={t('send')}
          title={t('send')}
          // Not `disabled`, which would drop the focus the moment the box empties.
          aria-disabled={!canSend}
          onClick={send}
          className="flex size-11 shrink-0 items-center justify-center rounded-[0.625rem] bg-accent text-on-accent hover:bg-accent-strong aria-disabled:bg-sunken aria-disabled:text-quiet forced-colors:border"
        >
          <SendHorizontal aria-hidden="true" size={20} />
        </button>
      </div>
      <HearingLine snapshot={snapshot} />
      {/* Always rendered, and never `display: none`: screen readers announce only changes of an element that exists. */}
      <p role="status" className="px-1 text-xs font-semibold text-alarm not-empty:pt-1.5">
        {over > 0 ? t('tooLong', { over, limit: QUESTION_LIMIT }) : null}
      </p>
      <p
        id="composer-hint"
        className={`px-1 pt-1.5 text-xs text-quiet ${snapshot.listening === 'off' ? 'max-sm:sr-only sideways:sr-only' : 'sr-only'}`}
      >
        {isLive ? t('hint') : isWriting ? writing('hint') : t('later')}
      </p>
      <p aria-live="polite" className="px-1 text-xs font-semibold text-alarm not-empty:pt-1">
        {brain?.problem && writing(brain.problem)}
      </p>
    </div>
  );
}

/** Safari before 26.2 and older Firefox lack `field-sizing`. There this sets the height of the box from its content. */
function useFittingHeight(ref: RefObject<HTMLTextAreaElement | null>, draft: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height depends on `draft`
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box || globalThis.CSS?.supports?.('field-sizing', 'content')) return;
    box.style.height = 'auto';
    if (box.scrollHeight > 0) box.style.height = `${box.scrollHeight}px`;
  }, [ref, draft]);
}

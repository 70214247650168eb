'use client';
/** Asks after a conversation how it was: two choices, and one optional sentence. */
import { type LucideIcon, ThumbsDown, ThumbsUp } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { MAX_COMMENT_LENGTH, type Rating, ratings } from '@/lib/api/feedback';
import type { SessionIds, SessionSnapshot } from '@/lib/digital-human/session-state';
import { buttonStyles } from '../../ui/button-styles';
import { type FeedbackOutcome, sendFeedback } from './send-feedback';

const iconOf: Record<Rating, LucideIcon> = { up: ThumbsUp, down: ThumbsDown };

interface FeedbackProps {
  over: Extract<SessionSnapshot, { status: 'ended' | 'failed' }>;
}

/** Renders nothing when there was no conversation, or no user is there to ask. */
export default function Feedback({ over }: FeedbackProps) {
  const isAsked = over.liveSince !== undefined && !goesOnElsewhere(over) && !isSignedOut(over);
  return isAsked && <FeedbackForm key={over.endedAt} ids={over.ids} />;
}

const goesOnElsewhere = (over: FeedbackProps['over']) =>
  over.status === 'ended' && (over.reason === 'taken_over' || over.reason === 'moved');

const isSignedOut = (over: FeedbackProps['over']) => over.status === 'failed' && over.failure.kind === 'signed_out';

function FeedbackForm({ ids }: { ids: SessionIds | undefined }) {
  const t = useTranslations('feedback');
  const [rating, setRating] = useState<Rating | null>(null);
  const [comment, setComment] = useState('');
  const [state, setState] = useState<'open' | 'sending' | FeedbackOutcome>('open');
  const isRefused = state === 'failed' || state === 'signedOut';
  const outcome = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (state === 'sent') outcome.current?.focus({ preventScroll: true }); // the button that had it is gone
    if (isRefused) outcome.current?.scrollIntoView({ block: 'nearest' });
  }, [state, isRefused]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!rating || state === 'sending') return;
    setState('sending');
    setState(await sendFeedback({ rating, comment: comment.trim() || undefined, ...ids }));
  };

  return (
    <form
      onSubmit={submit}
      className="max-h-[55%] shrink-0 overflow-y-auto border-t border-line px-4 py-2 text-sm sm:px-5 print:hidden"
    >
      {state !== 'sent' && (
        <>
          <div role="radiogroup" aria-labelledby="feedback-heading" className="flex flex-wrap items-center gap-2">
            <p id="feedback-heading" className="mr-1 grow font-semibold">
              {t('heading')}
            </p>
            <div className="flex gap-2">
              {ratings.map((each) => (
                <Choice key={each} rating={each} isChosen={rating === each} choose={setRating} label={t(each)} />
              ))}
            </div>
          </div>
          {rating && (
            <div className="mt-2 flex flex-wrap items-center gap-2">
              <input
                type="text"
                dir="auto"
                autoComplete="off"
                maxLength={MAX_COMMENT_LENGTH}
                value={comment}
                aria-label={t('comment')}
                placeholder={t('comment')}
                aria-describedby="feedback-hint"
                className="min-h-11 min-w-32 flex-1 rounded-panel border border-edge bg-canvas px-3 text-ellipsis placeholder:text-quiet"
                onChange={(event) => setComment(event.target.value)}
              />
              <button type="submit" aria-disabled={state === 'sending'} className={buttonStyles.plain}>
                {t('submit')}
              </button>
              <p id="feedback-hint" className="w-full text-xs text-quiet">
                {t('hint')}
              </p>
            </div>
          )}
        </>
      )}
      {/* Always rendered: screen readers announce only changes of an element that exists. */}
      <p ref={outcome} role="status" tabIndex={-1} className={`outline-none ${isRefused ? 'text-alarm' : ''}`}>
        {(state === 'sent' || isRefused) && <span>{t(state)}</span>}
      </p>
    </form>
  );
}

interface ChoiceProps {
  rating: Rating;
  isChosen: boolean;
  choose: (rating: Rating) => void;
  label: string;
}

function Choice({ rating, isChosen, choose, label }: ChoiceProps) {
  const Icon = iconOf[rating];
  return (
    <label
      className={`${buttonStyles.plain} cursor-pointer outline-accent max-sm:px-4 has-checked:border-accent has-checked:bg-accent has-checked:text-on-accent forced-colors:has-checked:bg-[Highlight] has-focus-visible:outline-2 has-focus-visible:outline-offset-2`}
    >
      <input
        type="radio"
        name="rating"
        value={rating}
        checked={isChosen}
        className="sr-only"
        onChange={() => choose(rating)}
      />
      <Icon aria-hidden="true" size={18} />
      <span>{label}</span>
    </label>
  );
}

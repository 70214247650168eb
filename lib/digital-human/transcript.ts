/**
 * The transcript as a reducer over what the user sends and what the SDK reports. The caller sets the time of each
 * event.
 */
import { answerText } from './answer-text.ts';

export interface TranscriptEntry {
  /** Unique within the transcript, and stable while the text grows. */
  id: string;
  who: 'person' | 'digital-human';
  text: string;
  /** The raw answer, if it has more than its text: tags, or the addresses of pictures. */
  markup?: string | undefined;
  /** When the entry began, as a `Date.now()` time. */
  at: number;
  /** `open`: more text may follow. `failed`: a question that was not accepted. */
  state: 'open' | 'complete' | 'failed';
  /** The vendor's ID of the turn; undefined until the SDK reports it. */
  chatId?: string | undefined;
  /** The vendor's ID of one recognition result. */
  resultId?: string | undefined;
  /** The digital human that answered, if the user had chosen one. */
  robotId?: string | undefined;
  /** The unchecked `extend_param` of the answer, which `lib/api/answer-extras.ts` reads. */
  extendParam?: string | undefined;
}

export type TranscriptEvent = { at: number } & (
  | { type: 'asked'; id: string; text: string }
  | { type: 'question_accepted'; id: string; chatId?: string | undefined }
  | { type: 'question_refused'; id: string }
  /** `speechRecognized`: what the user says. Each event replaces the one before. */
  | { type: 'heard'; text: string; isLast?: boolean; resultId?: string | undefined; chatId?: string | undefined }
  /** `semanticRecognized`: a raw piece of the answer, which is appended unless `isReplace`. */
  | {
      type: 'answered';
      text: string;
      questionText?: string | undefined;
      isLast?: boolean;
      isReplace?: boolean;
      chatId?: string | undefined;
      robotId?: string | undefined;
      extendParam?: string | undefined;
    }
  /** The answer is complete: it was spoken to its end or interrupted, or the chat fell asleep. */
  | { type: 'closed' }
  /** The SDK's job ended. The next job may use its IDs again with another meaning. */
  | { type: 'job_over' }
);

/** The prefix of the IDs of spoken questions: recognized speech never changes a written question. */
const HEARD = 'heard';

type Entries = readonly TranscriptEntry[];

export function reduceTranscript(entries: Entries, event: TranscriptEvent): Entries {
  switch (event.type) {
    case 'asked':
      return [...entries, { id: event.id, who: 'person', text: event.text, at: event.at, state: 'open' }];
    case 'question_accepted':
      return accepted(entries, event);
    case 'question_refused':
      return entries.map((entry) => (entry.id === event.id ? { ...entry, state: 'failed' } : entry));
    case 'heard':
      return heard(entries, event);
    case 'answered':
      return answered(withQuestion(entries, event), event);
    case 'closed': {
      // Not every spoken question marks its last event (HwICSUiSdk 5.0.6). It ends when a later answer ends.
      const lastAnswer = entries.findLastIndex(isAnswer);
      return close(entries, (entry, index) => isAnswer(entry) || (isHeard(entry) && index < lastAnswer));
    }
    case 'job_over':
      return withoutIds(close(entries, (entry) => isAnswer(entry) || isHeard(entry)));
  }
}

const withoutIds = (entries: Entries): Entries =>
  entries.some(({ chatId, resultId }) => chatId !== undefined || resultId !== undefined)
    ? entries.map((entry) => ({ ...entry, chatId: undefined, resultId: undefined }))
    : entries;

/** A tag that was never finished is shown as text. */
const completed = (entry: TranscriptEntry): TranscriptEntry => ({
  ...entry,
  state: 'complete',
  ...(entry.markup !== undefined && { text: answerText(entry.markup) }),
});

const isAnswer = (entry: TranscriptEntry) => entry.who === 'digital-human';
const isHeard = (entry: TranscriptEntry) => entry.id.startsWith(HEARD);
const isOpenAnswer = (entry: TranscriptEntry) => isAnswer(entry) && entry.state === 'open';

/** A pending written question keeps its state until `question_accepted` or `question_refused`. */
function close(entries: Entries, matches: (entry: TranscriptEntry, index: number) => boolean): Entries {
  const isOver = (entry: TranscriptEntry, index: number) => entry.state === 'open' && matches(entry, index);
  return entries.some(isOver) ? entries.map((entry, i) => (isOver(entry, i) ? completed(entry) : entry)) : entries;
}

/** Replaces one entry without a comparison of all: the length of the transcript hardly matters. */
function replaced(entries: Entries, index: number, by: Partial<TranscriptEntry>): Entries {
  const changed = entries.slice();
  changed[index] = { ...(entries[index] as TranscriptEntry), ...by };
  return changed;
}

function heard(entries: Entries, event: Extract<TranscriptEvent, { type: 'heard' }>): Entries {
  const last = entries.findLast((entry) => isHeard(entry) && entry.chatId === event.chatId);
  const sameResult = last?.resultId !== undefined && last.resultId === event.resultId;
  const state = event.isLast ? 'complete' : 'open';
  if (last && (last.state === 'open' || sameResult)) {
    // The last event may have no text. The text so far stays.
    return replaced(entries, entries.lastIndexOf(last), {
      text: event.text || last.text,
      state,
      resultId: event.resultId,
    });
  }
  if (!event.text) return entries;
  const { at, text, chatId, resultId } = event;
  const entry = { id: freshId(entries, HEARD), who: 'person', text, at, state, chatId, resultId } as const;
  // Speech may be reported after its answer has begun.
  const answer = last ? -1 : indexOfAnswer(entries, chatId);
  // `toSpliced` is missing in browsers before 2023.
  return answer < 0 ? [...entries, entry] : [...entries.slice(0, answer), entry, ...entries.slice(answer)];
}

/** A piece belongs to the answer with the same `chatId`, unless a question with that `chatId` followed it. */
function answered(entries: Entries, event: Extract<TranscriptEvent, { type: 'answered' }>): Entries {
  const index = indexOfAnswer(entries, event.chatId);
  const last = entries[index];
  const isAskedSince = entries
    .slice(index + 1)
    .some(({ who, chatId, state }) => who === 'person' && chatId === event.chatId && state !== 'failed');
  if (last && !isAskedSince) {
    const raw = event.isReplace ? event.text : (last.markup ?? last.text) + event.text;
    const { extendParam = last.extendParam } = event;
    return replaced(entries, index, { ...contentOf(raw, event.isLast), ...(extendParam && { extendParam }) });
  }
  const content = contentOf(event.text, event.isLast);
  if (!content.text && !content.markup) return entries;
  const { at, chatId, robotId, extendParam } = event;
  const id = freshId(entries, 'answer');
  const entry = { id, who: 'digital-human', ...content, at, chatId, robotId } as const;
  return [...entries, { ...entry, ...(extendParam && { extendParam }) }];
}

/** A piece without a `chatId` belongs to the open answer. */
const indexOfAnswer = (entries: Entries, chatId: string | undefined) =>
  entries.findLastIndex((e) => isAnswer(e) && e.chatId === chatId && (chatId !== undefined || isOpenAnswer(e)));

/**
 * It is not known whether a last piece ends the answer or one of its sentences (HwICSUiSdk 5.0.6). So an unfinished tag
 * keeps the answer open until the SDK reports its end.
 */
function contentOf(raw: string, isLast: boolean | undefined): Pick<TranscriptEntry, 'text' | 'markup' | 'state'> {
  const text = answerText(raw, { isOpen: true });
  const state = isLast && text === answerText(raw) ? 'complete' : 'open';
  return { text, markup: text === raw ? undefined : raw, state };
}

/** Completes the answers before an accepted question, whose own answer may already have begun. */
function accepted(entries: Entries, event: Extract<TranscriptEvent, { type: 'question_accepted' }>): Entries {
  const index = entries.findIndex((entry) => entry.id === event.id);
  return entries.map((entry, i) => {
    if (i === index) return { ...entry, state: 'complete', chatId: event.chatId };
    return i < index && isOpenAnswer(entry) ? completed(entry) : entry;
  });
}

/** Adds a question that only its answer mentions, such as a hot question that MetaStudio asked by itself. */
function withQuestion(entries: Entries, event: Extract<TranscriptEvent, { type: 'answered' }>): Entries {
  const text = event.questionText?.trim();
  if (!text || event.chatId === undefined) return entries;
  const known = entries.findLast(
    (e) => e.chatId === event.chatId || (e.who === 'person' && e.text.trim() === text && !e.chatId),
  );
  if (known) return entries;
  const { at, chatId } = event;
  return [...entries, { id: freshId(entries, 'question'), who: 'person', text, at, state: 'complete', chatId }];
}

const freshId = (entries: Entries, prefix: string) => `${prefix}-${entries.length + 1}`;

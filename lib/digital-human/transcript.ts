/** What was said, as one list: a reducer over what the person sends and what the SDK reports. The caller stamps events. */
import { answerText } from './answer-text';

export interface TranscriptEntry {
  /** Unique within the transcript, stable while the text grows. */
  id: string;
  who: 'person' | 'digital-human';
  text: string;
  /** An answer as it came, where that is more than its text: with tags and the addresses of pictures. */
  markup?: string | undefined;
  /** `Date.now()` when the entry began. */
  at: number;
  /** `open`: more may come. `failed`: a question that was not accepted. */
  state: 'open' | 'complete' | 'failed';
  /** The vendor's conversation turn; unknown until the SDK names it. */
  chatId?: string | undefined;
  /** The vendor's ID of one recognition result. */
  resultId?: string | undefined;
  /** Which digital human it was, when the person had chosen one. */
  robotId?: string | undefined;
  /** What the answer put beside its words, as it came; `lib/api/answer-extras.ts` reads it. */
  extendParam?: string | undefined;
}

export type TranscriptEvent = { at: number } & (
  | { type: 'asked'; id: string; text: string }
  | { type: 'question_accepted'; id: string; chatId?: string | undefined }
  | { type: 'question_refused'; id: string }
  /** `speechRecognized`: what the person says; each event replaces the one before. */
  | { type: 'heard'; text: string; isLast?: boolean; resultId?: string | undefined; chatId?: string | undefined }
  /** `semanticRecognized`: the answer in pieces, raw; each is appended unless `isReplace`. */
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
  /** Nothing more is expected: spoken to its end, interrupted, asleep or over. */
  | { type: 'closed' }
  /** The SDK's job is over: its IDs may come again in the next one, and mean something else there. */
  | { type: 'job_over' }
);

/** How the IDs of spoken questions begin: what is heard never changes what was written. */
const HEARD = 'heard';

type Entries = readonly TranscriptEntry[];

export function reduceTranscript(entries: Entries, event: TranscriptEvent): Entries {
  switch (event.type) {
    case 'asked':
      return [...entries, { id: event.id, who: 'person', text: event.text, at: event.at, state: 'open' }];
    case 'question_accepted':
      return accepted(entries, event);
    case 'question_refused':
      return change(entries, (entry) => entry.id === event.id, { state: 'failed' });
    case 'heard':
      return heard(entries, event);
    case 'answered':
      return answered(withQuestion(entries, event), event);
    case 'closed':
      // A question still on its way keeps its state: whether it was accepted is said by its own event.
      return entries.some(isOpenAnswer) ? entries.map((e) => (isOpenAnswer(e) ? completed(e) : e)) : entries;
    case 'job_over':
      return withoutIds(reduceTranscript(entries, { type: 'closed', at: event.at }));
  }
}

const withoutIds = (entries: Entries): Entries =>
  entries.some(({ chatId, resultId }) => chatId !== undefined || resultId !== undefined)
    ? entries.map((entry) => ({ ...entry, chatId: undefined, resultId: undefined }))
    : entries;

/** A tag that was never finished is shown as it came. */
const completed = (entry: TranscriptEntry): TranscriptEntry => ({
  ...entry,
  state: 'complete',
  ...(entry.markup !== undefined && { text: answerText(entry.markup) }),
});

const isOpenAnswer = (entry: TranscriptEntry) => entry.who === 'digital-human' && entry.state === 'open';

function change(entries: Entries, matches: (e: TranscriptEntry) => boolean, by: Partial<TranscriptEntry>): Entries {
  return entries.map((entry) => (matches(entry) ? { ...entry, ...by } : entry));
}

/** A piece of an answer is looked for from the end and changes one entry: the length of the transcript hardly counts. */
function replaced(entries: Entries, index: number, by: Partial<TranscriptEntry>): Entries {
  const changed = entries.slice();
  changed[index] = { ...(entries[index] as TranscriptEntry), ...by };
  return changed;
}

function heard(entries: Entries, event: Extract<TranscriptEvent, { type: 'heard' }>): Entries {
  const last = entries.findLast(({ id, chatId }) => id.startsWith(HEARD) && chatId === event.chatId);
  const sameResult = last?.resultId !== undefined && last.resultId === event.resultId;
  const state = event.isLast ? 'complete' : 'open';
  if (last && (last.state === 'open' || sameResult)) {
    return replaced(entries, entries.lastIndexOf(last), { text: event.text, state, resultId: event.resultId });
  }
  if (!event.text) return entries;
  const { at, text, chatId, resultId } = event;
  const entry = { id: freshId(entries, HEARD), who: 'person', text, at, state, chatId, resultId } as const;
  // What was heard may be reported after its answer has begun.
  const answer = last ? -1 : indexOfAnswer(entries, chatId);
  return answer < 0 ? [...entries, entry] : entries.toSpliced(answer, 0, entry);
}

/** Pieces belong together by their `chatId` alone, unless a question of the same chat came since. */
function answered(entries: Entries, event: Extract<TranscriptEvent, { type: 'answered' }>): Entries {
  const index = indexOfAnswer(entries, event.chatId);
  const last = entries[index];
  const isAskedSince = entries
    .slice(index + 1)
    .some(({ who, chatId, state }) => who === 'person' && chatId === event.chatId && state !== 'failed');
  if (last && !isAskedSince) {
    const raw = event.isReplace ? event.text : (last.markup ?? last.text) + event.text;
    const { extendParam = last.extendParam } = event;
    return replaced(entries, index, { ...wordsOf(raw, event.isLast), ...(extendParam && { extendParam }) });
  }
  const words = wordsOf(event.text, event.isLast);
  if (!words.text && !words.markup) return entries;
  const { at, chatId, robotId, extendParam } = event;
  const id = freshId(entries, 'answer');
  const entry = { id, who: 'digital-human', ...words, at, chatId, robotId } as const;
  return [...entries, { ...entry, ...(extendParam && { extendParam }) }];
}

/** Without an ID a piece belongs to the answer that is still open. */
const indexOfAnswer = (entries: Entries, chatId: string | undefined) =>
  entries.findLastIndex(
    (e) => e.who === 'digital-human' && e.chatId === chatId && (chatId !== undefined || isOpenAnswer(e)),
  );

/**
 * Whether a last piece ends the answer or one of its sentences is not known (HwICSUiSdk 5.0.6): markup that has only begun
 * keeps the answer open, until the SDK says that it is over.
 */
function wordsOf(raw: string, isLast: boolean | undefined): Pick<TranscriptEntry, 'text' | 'markup' | 'state'> {
  const text = answerText(raw, { isOpen: true });
  const state = isLast && text === answerText(raw) ? 'complete' : 'open';
  return { text, markup: text === raw ? undefined : raw, state };
}

/** One answer at a time: what was still open before an accepted question is over. Its own answer may already run. */
function accepted(entries: Entries, event: Extract<TranscriptEvent, { type: 'question_accepted' }>): Entries {
  const index = entries.findIndex((entry) => entry.id === event.id);
  return entries.map((entry, i) => {
    if (i === index) return { ...entry, state: 'complete', chatId: event.chatId };
    return i < index && isOpenAnswer(entry) ? completed(entry) : entry;
  });
}

/** A question asked on the vendor's own side (a hot question, say) is known only from its answer. */
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

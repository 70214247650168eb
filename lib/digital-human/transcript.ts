/**
 * What was said, as one list. A pure reducer over what the person sends and what the SDK reports.
 * It must not know React, the SDK object or time: entries are stamped by the caller.
 */

export interface TranscriptEntry {
  /** Unique within the transcript, stable while the text grows. */
  id: string;
  who: 'person' | 'digital-human';
  text: string;
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
  /** What the answer put beside its words, as it came; `lib/answer-extras.ts` reads it. */
  extendParam?: string | undefined;
}

export type TranscriptEvent = { at: number } & (
  | { type: 'asked'; id: string; text: string }
  | { type: 'question_accepted'; id: string; chatId?: string | undefined }
  | { type: 'question_refused'; id: string }
  /** `speechRecognized`: what the person says; each event replaces the one before. */
  | { type: 'heard'; text: string; isLast?: boolean; resultId?: string; chatId?: string }
  /** `semanticRecognized`: the answer in pieces; each is appended unless `isReplace`. */
  | {
      type: 'answered';
      text: string;
      questionText?: string;
      isLast?: boolean;
      isReplace?: boolean;
      resultId?: string;
      chatId?: string;
      robotId?: string | undefined;
      extendParam?: string | undefined;
    }
  /** Nothing more will come: interrupted, asleep or over. */
  | { type: 'closed' }
);

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
      return entries.some(isOpenAnswer)
        ? entries.map((e) => (isOpenAnswer(e) ? { ...e, state: 'complete' } : e))
        : entries;
  }
}

const isOpenAnswer = (entry: TranscriptEntry) => entry.who === 'digital-human' && entry.state === 'open';

function change(entries: Entries, matches: (e: TranscriptEntry) => boolean, by: Partial<TranscriptEntry>): Entries {
  return entries.map((entry) => (matches(entry) ? { ...entry, ...by } : entry));
}

function heard(entries: Entries, event: Extract<TranscriptEvent, { type: 'heard' }>): Entries {
  const last = entries.findLast((entry) => entry.who === 'person' && entry.chatId === event.chatId);
  const sameResult = last?.resultId !== undefined && last.resultId === event.resultId;
  const state = event.isLast ? 'complete' : 'open';
  if (last && (last.state === 'open' || sameResult)) {
    return change(entries, (entry) => entry === last, { text: event.text, state, resultId: event.resultId });
  }
  if (!event.text) return entries;
  const { at, text, chatId, resultId } = event;
  return [...entries, { id: freshId(entries, 'heard'), who: 'person', text, at, state, chatId, resultId }];
}

function answered(entries: Entries, event: Extract<TranscriptEvent, { type: 'answered' }>): Entries {
  const index = entries.findLastIndex((entry) => entry.who === 'digital-human' && entry.chatId === event.chatId);
  const last = entries[index];
  const state = event.isLast ? 'complete' : 'open';
  // A correction, or a piece that comes after an interruption, belongs to its answer, not to a new one.
  const sameResult = event.isReplace || last?.resultId === event.resultId;
  const askedSince = entries.slice(index + 1).some((entry) => entry.who === 'person' && entry.state !== 'failed');
  if (last && (last.state === 'open' || (sameResult && !askedSince))) {
    const text = event.isReplace ? event.text : last.text + event.text;
    const { extendParam = last.extendParam } = event;
    return change(entries, (entry) => entry === last, { text, state, ...(extendParam && { extendParam }) });
  }
  if (!event.text) return entries;
  const { at, text, chatId, resultId, robotId, extendParam } = event;
  const entry = { id: freshId(entries, 'answer'), who: 'digital-human', text, at, state, chatId, resultId } as const;
  return [...entries, { ...entry, robotId, ...(extendParam && { extendParam }) }];
}

/** One answer at a time: what was still open before an accepted question is over. Its own answer may already run. */
function accepted(entries: Entries, event: Extract<TranscriptEvent, { type: 'question_accepted' }>): Entries {
  const index = entries.findIndex((entry) => entry.id === event.id);
  return entries.map((entry, i) => {
    if (i === index) return { ...entry, state: 'complete', chatId: event.chatId };
    return i < index && isOpenAnswer(entry) ? { ...entry, state: 'complete' } : entry;
  });
}

/** A question asked on the vendor's own side (a hot question, say) is known only from its answer. */
function withQuestion(entries: Entries, event: Extract<TranscriptEvent, { type: 'answered' }>): Entries {
  const text = event.questionText?.trim();
  if (!text || event.chatId === undefined) return entries;
  const known = entries.some(
    (e) => e.chatId === event.chatId || (e.who === 'person' && e.text.trim() === text && !e.chatId),
  );
  if (known) return entries;
  const { at, chatId } = event;
  return [...entries, { id: freshId(entries, 'question'), who: 'person', text, at, state: 'complete', chatId }];
}

const freshId = (entries: Entries, prefix: string) => `${prefix}-${entries.length + 1}`;

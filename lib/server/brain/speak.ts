/**
 * Turns a brain's answer into pieces to speak: a filler while it is slow, an apology when it fails, and with the last
 * words what the screen shows. MetaStudio speaks an empty piece, so the last words are held back until the end.
 */
import type { AnswerPiece } from '../metastudio/callback-answer.ts';
import { MAX_CONTENT_LENGTH } from '../metastudio/callback-request.ts';
import { type Extras, screenMessage } from './screen-message.ts';
import { SpeechFilter } from './speech-filter.ts';
import type { SpokenLanguage } from './spoken-language.ts';
import { BrainFailure, type BrainPart } from './types.ts';

export interface SpeakOptions {
  /** True for speech: without Markdown, addresses and emoji. An answer in writing keeps them. */
  isSpoken: boolean;
  language: SpokenLanguage;
  /** After how long without words the filler is spoken, in milliseconds. 0 turns it off. */
  fillerMs: number;
  /** Sent to the page, so that the cause of a failed answer can be found in the log. */
  requestId: string;
  signal: AbortSignal;
  /** Called with the reason why an answer is incomplete. */
  onFailure: (error: unknown) => void;
}

/**
 * The time limit for the whole answer. MetaStudio documents none; the emulator gives up after 30 s, and an apology must
 * come before that.
 */
export const ANSWER_LIMIT_MS = 25_000;

/** The answer is sent back as history, which has this limit. */
const MAX_ANSWER_LENGTH = MAX_CONTENT_LENGTH - 96;

const phrases: Record<
  SpokenLanguage,
  { filler: string; apology: string; limited: string; seeLink: string; gladly: string }
> = {
  en: {
    filler: 'One moment. ',
    apology: 'I am sorry, I cannot answer right now. Please ask me again in a moment.',
    limited: 'You have asked many questions in a short time. Please wait a minute and ask again.',
    seeLink: 'Please see the link below.',
    gladly: 'All right.',
  },
  zh: {
    filler: '请稍等。',
    apology: '抱歉，我现在无法回答，请稍后再问我一次。',
    limited: '你在短时间内问了很多问题，请等一分钟再问。',
    seeLink: '请看下面的链接。',
    gladly: '好的。',
  },
};

/** The brain's own words in an earlier answer. A model that reads the others imitates them. */
export function withoutPhrases(answer: string): string {
  let words = answer.trim();
  for (const { filler, apology, limited } of Object.values(phrases)) {
    if (words.startsWith(filler.trim())) words = words.slice(filler.trim().length);
    if (words.endsWith(apology)) words = words.slice(0, -apology.length).replace(/\s*…\s*$/, '');
    if (words === limited) words = '';
  }
  return words.trim();
}

/** The answer to a user who asks too often. */
export const limitedAnswer = (language: SpokenLanguage): AnswerPiece => ({ text: phrases[language].limited });

/** Yields the pieces of an answer. Never throws: an answer that fails ends with an apology. Ends when aborted. */
export async function* speak(parts: AsyncIterable<BrainPart>, options: SpeakOptions): AsyncGenerator<AnswerPiece> {
  const { language, signal, requestId, onFailure, isSpoken } = options;
  const filter = new SpeechFilter();
  let screen: Extras = {};
  let written = '';
  let held = '';
  let length = 0;
  try {
    for await (const part of withFiller(parts, options)) {
      if (signal.aborted) return;
      if ('filler' in part) {
        yield { text: phrases[language].filler };
        continue;
      }
      if ('screen' in part) screen = part.screen;
      else {
        written += part.text;
        held += isSpoken ? filter.push(part.text) : part.text;
      }
      if (length === 0) held = held.trimStart();
      const isFull = length + held.length >= MAX_ANSWER_LENGTH;
      if (isFull) held = firstOf(held, MAX_ANSWER_LENGTH - length);
      const ready = held.slice(0, lastWordAt(held));
      if (ready.trim() !== '') {
        yield { text: ready };
        held = held.slice(ready.length);
        length += ready.length;
      }
      if (isFull) break;
    }
    if (signal.aborted) return;
    held = firstOf(held + filter.end(), MAX_ANSWER_LENGTH - length);
    if (isSpoken && length === 0 && !/[\p{L}\p{N}]/u.test(held)) {
      if (filter.links.some(({ url }) => /^https:/i.test(url))) held = phrases[language].seeLink;
      else if (EMOJI_ALONE.test(written)) held = phrases[language].gladly;
    }
    if (held.trim() === '') throw new BrainFailure('the answer was empty');
  } catch (error) {
    if (signal.aborted) return;
    onFailure(error);
    const apology = `${length + held.length > 0 ? `${held} … ` : ''}${phrases[language].apology}`;
    yield { text: apology, extendParam: screenMessage({ requestId }) };
    return;
  }
  const links = filter.links.map(({ title, url }) => ({ title, url }));
  yield { text: held, extendParam: screenMessage({ ...screen, sources: [...links, ...(screen.sources ?? [])] }) };
}

/** With punctuation, as a model answers "thank you". */
const EMOJI_ALONE = /^(?=[\s\S]*\p{Extended_Pictographic})[\p{Extended_Pictographic}\p{Emoji_Component}\p{P}\s]+$/u;

/** Does not split a surrogate pair. */
const firstOf = (text: string, length: number): string => text.slice(0, length).replace(/[\ud800-\udbff]$/, '');

type Outcome = IteratorResult<BrainPart> | 'slow' | 'aborted';

/** Yields the filler once when no words come in time. @throws BrainFailure when the whole answer does not */
async function* withFiller(
  parts: AsyncIterable<BrainPart>,
  { fillerMs, signal }: SpeakOptions,
): AsyncGenerator<BrainPart | { filler: true }> {
  const iterator = parts[Symbol.asyncIterator]();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort = () => {};
  const tooSlow = new Promise<'slow'>((resolve) => {
    if (fillerMs > 0) timer = setTimeout(resolve, fillerMs, 'slow');
  });
  let leftMs = ANSWER_LIMIT_MS;
  // Counts only the waits for the brain: the caller may read slowly.
  const awaitFirst = async (outcomes: readonly Promise<Outcome>[]): Promise<Outcome> => {
    const startedAtMs = performance.now();
    let limit: ReturnType<typeof setTimeout> | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      limit = setTimeout(() => reject(new BrainFailure(`no whole answer in ${ANSWER_LIMIT_MS / 1000} s`)), leftMs);
    });
    try {
      return await Promise.race([...outcomes, tooLate]);
    } finally {
      clearTimeout(limit);
      leftMs -= performance.now() - startedAtMs;
    }
  };
  const aborted = new Promise<'aborted'>((resolve) => {
    onAbort = () => resolve('aborted');
    signal.addEventListener('abort', onAbort, { once: true });
  });
  let isWaiting = true;
  try {
    for (;;) {
      const next = iterator.next();
      next.catch(() => {}); // nothing awaits it after an abort or the limit
      let outcome = await awaitFirst([next, aborted, ...(isWaiting ? [tooSlow] : [])]);
      if (outcome === 'slow') {
        isWaiting = false;
        yield { filler: true };
        outcome = await awaitFirst([next, aborted]);
      }
      if (typeof outcome === 'string' || outcome.done) return;
      if ('text' in outcome.value && outcome.value.text.trim() !== '') isWaiting = false;
      yield outcome.value;
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    // Not awaited, because the brain may hang.
    void iterator.return?.(undefined).catch(() => {});
  }
}

/** Keeps a character and its combining marks together. */
const characters = new Intl.Segmenter();

const endsWithoutSpaces =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}][\p{M}\p{P}\p{Lm}\s]*$/u;

/** Where the last word begins. In languages without spaces between words: the last three characters that are not blank. */
function lastWordAt(text: string): number {
  const words = text.trimEnd();
  if (endsWithoutSpaces.test(words)) return [...characters.segment(words)].at(-3)?.index ?? 0;
  return Math.max(0, words.search(/\s\S*$/));
}

/**
 * Finds the passages that answer a question, with a score of how sure that is, by MiniSearch.
 * docs/decisions/page-search.md explains why this library, and why the questions pages come first.
 */
import { setImmediate } from 'node:timers/promises';
import MiniSearch, { type SearchResult } from 'minisearch';
import { type Passage, passages } from './pages.ts';
import { isFiller, termsOf } from './search-terms.ts';
import type { SpokenLanguage } from './spoken-language.ts';

/** One way to ask for a passage, or the text of a passage. */
interface Entry {
  id: number;
  passage: Passage;
  words: string;
}

type Kind = 'ask' | 'text';

export interface Match {
  passage: Passage;
  /** How much question and passage have in common, with more weight on rare words. 1 or more is an answer. */
  confidence: number;
}

/** Below these, question and passage have words in common by chance. Determined with the questions of the tests. */
const SURE_OF_ASK = 0.55;
const SURE_OF_TEXT = 0.74;
const RELATED = 0.27;
const FILLER_WEIGHT = 0.25;
/** The weight of a word that is in no passage: it lowers the score of all passages. */
const UNKNOWN_RARITY = 300;
/** The questions pages are written to be spoken. When they have an answer, another page needs a much better score. */
const CURATED: Record<Kind, number> = { ask: 2, text: 1.1 };

const MAX_RESULTS = 60;
/** Of a question. The search for more would keep all other users waiting. */
const MAX_CHARACTERS = 400;
/** How long one step of building the index takes before other requests are handled. */
const ENTRIES_A_STEP = 20;

const informativeTermsOf = (text: string) => termsOf(text).filter((term) => !isFiller(term));
/** True for a question of the questions pages. */
export const isCurated = ({ page, isQuestion }: Passage) => isQuestion && page.startsWith('questions');

function emptyIndex(kind: Kind): MiniSearch<Entry> {
  return new MiniSearch<Entry>({
    fields: ['words'],
    storeFields: ['passage'],
    // A word such as "how" is in every text and distinguishes none.
    tokenize: kind === 'ask' ? termsOf : informativeTermsOf,
    // `termsOf` does both.
    processTerm: (term) => term,
    searchOptions: {
      // One typing error in a long Latin word.
      fuzzy: (term) => kind === 'ask' && /^[a-z]{6,}$/.test(term) && 1,
    },
  });
}

const emptyIndexes = () => ({ ask: emptyIndex('ask'), text: emptyIndex('text') });

export class PageSearch {
  readonly #indexes: Record<SpokenLanguage, Record<Kind, MiniSearch<Entry>>> = {
    en: emptyIndexes(),
    zh: emptyIndexes(),
  };
  /** In how many questions of the questions pages a word occurs, so that growing other pages do not change it. */
  readonly #frequency = new Map<string, number>();
  readonly #norms = new Map<number, number>();
  readonly #steps: Generator<undefined>;

  constructor(all: readonly Passage[]) {
    this.#steps = this.#build(all);
  }

  /** Builds the index, with pauses for other work of the process. */
  async prepare(): Promise<void> {
    while (!this.#steps.next().done) await setImmediate();
  }

  /** The best first; each passage once. */
  find(question: string, language: SpokenLanguage): Match[] {
    // Builds the rest of the index.
    while (!this.#steps.next().done);
    const terms = [...new Set(termsOf(question.slice(0, MAX_CHARACTERS)))];
    const informative = terms.filter((term) => !isFiller(term));
    const best = new Map<Passage, Match & { rank: number }>();
    for (const kind of ['ask', 'text'] as const)
      for (const result of this.#indexes[language][kind]
        .search(question, { tokenize: () => (kind === 'ask' ? terms : informative) })
        .slice(0, MAX_RESULTS)) {
        const passage: Passage = result.passage;
        const confidence = kind === 'ask' ? this.#likeness(terms, result) : this.#coverage(terms, result);
        const rank = confidence * (confidence >= 1 && isCurated(passage) ? CURATED[kind] : 1);
        if (rank > (best.get(passage)?.rank ?? -1)) best.set(passage, { passage, confidence, rank });
      }
    return [...best.values()]
      .sort((a, b) => b.rank - a.rank)
      .map(({ passage, confidence }) => ({ passage, confidence }));
  }

  *#build(all: readonly Passage[]): Generator<undefined> {
    for (const { asks } of all.filter(isCurated))
      for (const ask of asks)
        for (const term of new Set(termsOf(ask))) this.#frequency.set(term, (this.#frequency.get(term) ?? 0) + 1);
    let id = 0;
    let pauseAt = ENTRIES_A_STEP;
    for (const passage of all) {
      const { asks, text, title, pageTitle, isQuestion, language } = passage;
      const add = (kind: Kind, words: string) => {
        if (kind === 'ask') this.#norms.set(id, this.#norm(termsOf(words)));
        this.#indexes[language][kind].add({ id, passage, words });
        id += 1;
      };
      if (isQuestion) for (const ask of asks) add('ask', ask);
      add('text', `${title} ${pageTitle} ${asks.join(' ')} ${text}`);
      if (id >= pauseAt) {
        pauseAt = id + ENTRIES_A_STEP;
        yield;
      }
    }
  }

  /** The cosine similarity of a question and one way to ask it. */
  #likeness(terms: readonly string[], { queryTerms, id }: SearchResult): number {
    const shared = queryTerms.reduce((sum, term) => sum + this.#weight(term) ** 2, 0);
    return shared / (this.#norm(terms) * (this.#norms.get(id) || 1)) / SURE_OF_ASK;
  }

  /** How much of a question a longer text contains. */
  #coverage(terms: readonly string[], { queryTerms }: SearchResult): number {
    const informative = terms.filter((term) => !isFiller(term));
    const found = informative.filter((term) => queryTerms.includes(term));
    // One word is chance, unless it is a code or a setting.
    if (found.length < 2 && !found.some((term) => /\d{5}|[a-z]_[a-z]/.test(term))) return 0;
    const weigh = (list: readonly string[]) => list.reduce((sum, term) => sum + this.#weight(term), 0);
    const share = weigh(found) / weigh(informative);
    return (share / SURE_OF_TEXT) * (share >= SURE_OF_TEXT ? 1 : 0.5);
  }

  #norm(terms: readonly string[]): number {
    return Math.sqrt([...new Set(terms)].reduce((sum, term) => sum + this.#weight(term) ** 2, 0));
  }

  #weight(term: string): number {
    const frequency = this.#frequency.get(term);
    const rarity = Math.log(1 + (frequency ? this.#frequency.size / 4 / frequency : UNKNOWN_RARITY));
    return isFiller(term) ? rarity * FILLER_WEIGHT : rarity;
  }
}

const SHARED: unique symbol = Symbol.for('digital-human-chat.page-search');
const globals = globalThis as { [SHARED]?: PageSearch };

/**
 * One per process. It is on `globalThis`, because Next loads this module once for instrumentation.ts, which prepares
 * it, and once more for the routes.
 */
globals[SHARED] ??= new PageSearch(passages);
const shared = globals[SHARED];

/** The best first. */
export const findPassages = (question: string, language: SpokenLanguage): Match[] => shared.find(question, language);

/** Call it before the first question, which then does not wait. */
export const preparePages = (): Promise<void> => shared.prepare();

export const isAnswer = ({ confidence }: Match): boolean => confidence >= 1;
export const isRelated = ({ confidence }: Match): boolean => confidence >= RELATED / SURE_OF_ASK;

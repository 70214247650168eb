/**
 * Finds the passages that answer a question, by MiniSearch, and how sure that is. Why this library:
 * docs/decisions/page-search.md.
 */
import MiniSearch, { type SearchResult } from 'minisearch';
import { type Passage, passages } from './pages';
import { isFiller, termsOf } from './search-terms';
import type { SpokenLanguage } from './spoken-language';

/** One way to ask for a passage, or the text of a passage. */
interface Entry {
  id: number;
  passage: number;
  kind: 'ask' | 'text';
  words: string;
}

export interface Match {
  passage: Passage;
  /** 0 to 1: how much question and passage have in common, rare words before common ones. */
  confidence: number;
}

/** Below these, what a question has in common with a passage is chance. Found with the questions of the tests. */
const SURE_OF_ASK = 0.45;
const SURE_OF_TEXT = 0.74;
const RELATED = 0.27;
const FILLER_WEIGHT = 0.25;
/** A word that is in no passage speaks against all of them, though less than a rare one speaks for its own. */
const UNKNOWN_RARITY = 60;

const MOST_RESULTS = 60;

class PageSearch {
  readonly #entries: Entry[] = [];
  readonly #index: MiniSearch<Entry>;
  readonly #frequency = new Map<string, number>();
  readonly #norms: number[] = [];
  readonly #all: readonly Passage[];

  constructor(all: readonly Passage[]) {
    this.#all = all;
    for (const [passage, { asks, text, title, pageTitle, isQuestion }] of all.entries()) {
      if (isQuestion) for (const words of asks) this.#add({ passage, kind: 'ask', words });
      this.#add({ passage, kind: 'text', words: `${title} ${pageTitle} ${asks.join(' ')} ${text}` });
    }
    this.#index = new MiniSearch<Entry>({
      fields: ['words'],
      storeFields: ['passage', 'kind'],
      tokenize: termsOf,
      // `termsOf` has done both.
      processTerm: (term) => term,
      searchOptions: {
        // One slip of the finger in a long Latin word.
        fuzzy: (term) => (/^[a-z]{6,}$/.test(term) ? 1 : false),
      },
    });
    this.#index.addAll(this.#entries);
    for (const { kind, words } of this.#entries)
      if (kind === 'ask')
        for (const term of new Set(termsOf(words))) this.#frequency.set(term, (this.#frequency.get(term) ?? 0) + 1);
    for (const { words, kind } of this.#entries) this.#norms.push(kind === 'ask' ? this.#norm(termsOf(words)) : 0);
  }

  /** The best first; each passage once. */
  find(question: string, language: SpokenLanguage): Match[] {
    const terms = [...new Set(termsOf(question))];
    const best = new Map<number, Match & { kind: Entry['kind'] }>();
    const options = { filter: ({ passage }: SearchResult) => this.#all[passage]?.language === language };
    for (const result of this.#index.search(question, options).slice(0, MOST_RESULTS)) {
      const passage = this.#all[result.passage];
      const kind: Entry['kind'] = result.kind;
      if (!passage) continue;
      const confidence = kind === 'ask' ? this.#likeness(terms, result) : this.#coverage(terms, result);
      const known = best.get(result.passage);
      if (!known || value(kind, confidence) > value(known.kind, known.confidence))
        best.set(result.passage, { passage, kind, confidence });
    }
    return [...best.values()]
      .map((match) => ({ ...match, sure: value(match.kind, match.confidence) }))
      .sort((a, b) => b.sure - a.sure)
      .map(({ passage, sure }) => ({ passage, confidence: sure }));
  }

  #add(entry: Omit<Entry, 'id'>): void {
    this.#entries.push({ ...entry, id: this.#entries.length });
  }

  /** Of a question and one way to ask: the angle between their words. */
  #likeness(terms: readonly string[], { queryTerms, id }: SearchResult): number {
    const shared = queryTerms.reduce((sum, term) => sum + this.#weight(term) ** 2, 0);
    return shared / (this.#norm(terms) * (this.#norms[id] || 1));
  }

  /** How much of a question is in a longer text. */
  #coverage(terms: readonly string[], { queryTerms }: SearchResult): number {
    const informative = terms.filter((term) => !isFiller(term));
    const found = informative.filter((term) => queryTerms.includes(term));
    if (found.length < 2) return 0;
    const weigh = (list: readonly string[]) => list.reduce((sum, term) => sum + this.#weight(term), 0);
    return weigh(found) / weigh(informative);
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

/** On one scale: 1 and more is an answer. */
const value = (kind: Entry['kind'], confidence: number): number =>
  kind === 'ask' ? confidence / SURE_OF_ASK : (confidence / SURE_OF_TEXT) * (confidence >= SURE_OF_TEXT ? 1 : 0.5);

let shared: PageSearch | undefined;

/** The best first. */
export function findPassages(question: string, language: SpokenLanguage): Match[] {
  shared ??= new PageSearch(passages);
  return shared.find(question, language);
}

export const isAnswer = ({ confidence }: Match): boolean => confidence >= 1;
export const isRelated = ({ confidence }: Match): boolean => confidence >= RELATED / SURE_OF_ASK;

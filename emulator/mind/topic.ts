/** One thing the guide can talk about, in both languages. The texts are spoken: one to three short sentences. */

export interface Wording {
  /** How people ask for it. Matching looks at the words, not at their order. */
  asks: readonly string[];
  answer: string;
  /** For "tell me more". */
  more?: string;
}

export interface Topic {
  id: string;
  en: Wording;
  zh: Wording;
}

/** The project's own pages, as index-pages.mjs cut them up when this server was built. */
import generated from '../../../.generated/pages.json';
import type { SpokenLanguage } from './spoken-language.ts';

export interface PageLink {
  title: string;
  /** On this site. */
  path: string;
}

export interface Page {
  name: string;
  title: string;
  language: SpokenLanguage;
  /** Links lead to paths of this site where it serves them. */
  markdown: string;
}

export interface Passage {
  /** Name of its page. */
  page: string;
  path: string;
  language: SpokenLanguage;
  title: string;
  pageTitle: string;
  /** Ways to ask for it, its title among them. */
  asks: string[];
  /** Its text answers the question that is its title. */
  isQuestion: boolean;
  /** Without Markdown. */
  text: string;
  /** For "tell me more"; may be empty. */
  more: string;
  links: PageLink[];
  /** `end_conversation`, `open_page <path>` or empty. */
  action: string;
  /** The same in every language, for "and in Chinese?"; may be empty. */
  topic: string;
}

export const { pages, passages } = generated as unknown as { pages: Page[]; passages: Passage[] };

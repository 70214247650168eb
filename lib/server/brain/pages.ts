/** The project's own pages and their passages, which index-pages.mjs wrote when this server was built. */
import generated from '../../../.generated/pages.json';
import type { SpokenLanguage } from './spoken-language.ts';

export interface PageLink {
  title: string;
  /** A path on this site. */
  path: string;
}

export interface Page {
  name: string;
  title: string;
  language: SpokenLanguage;
  /** Links to files that this site serves are paths of this site. */
  markdown: string;
}

export interface Passage {
  /** Name of its page. */
  page: string;
  path: string;
  language: SpokenLanguage;
  title: string;
  pageTitle: string;
  /** Ways to ask for it, including its title. */
  asks: string[];
  /** True when the title is a question that the text answers. */
  isQuestion: boolean;
  /** Without Markdown. */
  text: string;
  /** The answer to "tell me more"; may be empty. */
  more: string;
  links: PageLink[];
  /** `end_conversation`, `open_page <path>` or empty. */
  action: string;
  /** The same in every language, to find the passage in another one; may be empty. */
  topic: string;
}

export const { pages, passages } = generated as unknown as { pages: Page[]; passages: Passage[] };

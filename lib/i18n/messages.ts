/**
 * The catalogues, compiled on the server: the page then formats without a parser of ICU messages (9 kB of gzip).
 * `next.config.js` points `use-intl/format-message` at the formatter that understands them. Never import this from a
 * component: one language reaches the page, from the layout or the page, and of it only what components there read.
 */
import compile from 'icu-minify/compile';
import en from './en.json';
import type { Locale } from './locale.ts';
import zhCN from './zh-CN.json';

export type Messages = typeof en;

declare module 'use-intl/core' {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}

function compiled<Branch extends object>(branch: Branch): Branch {
  const entries = Object.entries(branch).map(([key, value]: [string, string | object]) => [
    key,
    // Through JSON, because the compiler's plural branches have no prototype and React hands on plain objects only.
    typeof value === 'string' ? JSON.parse(JSON.stringify(compile(value))) : compiled(value),
  ]);
  // Each message keeps its place, so the tree keeps its shape; what a message looks like is the formatter's business.
  return Object.fromEntries(entries) as Branch;
}

const catalogues: Record<Locale, Messages> = { en: compiled(en), 'zh-CN': compiled(zhCN) };

/** What components of any page read. */
const onEveryPage: readonly Namespace[] = ['site', 'preferences', 'error'];
/** What no component reads: the server writes it into the page. */
const onServerOnly: readonly Namespace[] = ['landing', 'signIn', 'notFound', 'privacy'];

type Namespace = keyof Messages;
export type PageMessages = Partial<Messages>;

export const messagesIn = (locale: Locale): Messages => catalogues[locale];

export const messagesOfEveryPage = (locale: Locale): PageMessages =>
  only(locale, (namespace) => onEveryPage.includes(namespace));

export const messagesOfChat = (locale: Locale): PageMessages =>
  only(locale, (namespace) => !onServerOnly.includes(namespace));

function only(locale: Locale, isWanted: (namespace: Namespace) => boolean): PageMessages {
  const entries = Object.entries(catalogues[locale]) as [Namespace, object][];
  return Object.fromEntries(entries.filter(([namespace]) => isWanted(namespace)));
}

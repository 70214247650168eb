/**
 * The messages, compiled on the server, so that the page needs no parser of ICU messages (9 kB of gzip).
 * `next.config.js` replaces `use-intl/format-message` by the formatter for compiled messages. Never import this from a
 * component: the layout or the page passes one language, and of it only the messages that its components read.
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
    // Through JSON, because the compiler's plural branches have no prototype, and React serializes only plain objects.
    typeof value === 'string' ? JSON.parse(JSON.stringify(compile(value))) : compiled(value),
  ]);
  // Compiling changes the messages, and not the shape of the tree.
  return Object.fromEntries(entries) as Branch;
}

const catalogues: Record<Locale, Messages> = { en: compiled(en), 'zh-CN': compiled(zhCN) };

/** The namespaces that components of any page read. */
const onEveryPage: readonly Namespace[] = ['site', 'preferences', 'error'];
/** The namespaces that no component reads. The server renders them. */
const onServerOnly: readonly Namespace[] = ['landing', 'signIn', 'notFound', 'privacy'];

type Namespace = keyof Messages;
export type PageMessages = Partial<Messages>;

export const messagesIn = (locale: Locale): Messages => catalogues[locale];

/** What components of any page read. */
export const messagesOfEveryPage = (locale: Locale): PageMessages =>
  only(locale, (namespace) => onEveryPage.includes(namespace));

/**
 * What components of the chat read, too.
 * @param endsElsewhere whether *Sign out everywhere* ends conversations on other devices; the dialog's text says so
 */
export function messagesOfChat(locale: Locale, endsElsewhere = true): PageMessages {
  const messages = only(locale, (namespace) => !onServerOnly.includes(namespace));
  const { everywhere } = catalogues[locale];
  return endsElsewhere ? messages : { ...messages, everywhere: { ...everywhere, text: everywhere.textHereOnly } };
}

function only(locale: Locale, isWanted: (namespace: Namespace) => boolean): PageMessages {
  const entries = Object.entries(catalogues[locale]) as [Namespace, object][];
  return Object.fromEntries(entries.filter(([namespace]) => isWanted(namespace)));
}

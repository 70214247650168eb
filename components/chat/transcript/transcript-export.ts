/** Exports the transcript as text, Markdown, JSON or WebVTT. Times are in the user's time zone; texts are untrusted. */
import { readAnswerExtras } from '@/lib/api/answer-extras';
import { answerText } from '@/lib/digital-human/answer-text';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';
import { labelled, withRemark } from '@/lib/i18n/sentences';

export const exportFormats = ['text', 'markdown', 'json', 'vtt'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const fileTypes: Record<ExportFormat, { extension: string; mime: string }> = {
  text: { extension: 'txt', mime: 'text/plain' },
  markdown: { extension: 'md', mime: 'text/markdown' },
  json: { extension: 'json', mime: 'application/json' },
  vtt: { extension: 'vtt', mime: 'text/vtt' },
};

export interface ExportOptions {
  title: string;
  nameOf: (entry: TranscriptEntry) => string;
  /** The note beside a question that was not delivered. */
  notSent: string;
  locale: string;
  /** The site's origin, which makes its paths work in a file. */
  site: string;
  sources: string;
  suggestions: string;
  /** An IANA name. Default: the user's own. */
  timeZone?: string;
}

type Entries = readonly TranscriptEntry[];

/** The text as shown, with the addresses of the pictures in an answer. */
const withAddresses = (entry: TranscriptEntry): TranscriptEntry =>
  typeof entry.markup === 'string' ? { ...entry, text: answerText(entry.markup, { addresses: true }) } : entry;

export function exportTranscript(said: Entries, format: ExportFormat, options: ExportOptions): string {
  const entries = said.map(withAddresses);
  switch (format) {
    case 'text':
      return asText(entries, options);
    case 'markdown':
      return asMarkdown(entries, options);
    case 'json':
      return asJson(entries, options);
    case 'vtt':
      return asVtt(entries, options);
  }
}

function asText(entries: Entries, options: ExportOptions): string {
  const lines = entries.map((entry) =>
    [
      `[${timeOf(entry, options)}] ${labelled(options.locale, saidBy(entry, options), isolated(entry.text))}`,
      ...extrasAsText(entry, options),
    ].join('\n'),
  );
  return `${[isolated(options.title), dateOf(entries, options), '', ...lines].join('\n')}\n`;
}

function asMarkdown(entries: Entries, options: ExportOptions): string {
  const lines = entries.map(
    (entry) =>
      `**${plainMarkdown(saidBy(entry, options))}** · ${timeOf(entry, options)}\n\n${isolated(plainMarkdown(entry.text))}\n${extrasAsMarkdown(entry, options)}`,
  );
  return [`# ${isolated(plainMarkdown(options.title))}\n`, `${dateOf(entries, options)}\n`, ...lines].join('\n');
}

/** The sources with their addresses, and the suggested questions; empty for an answer without them. */
function extrasOf({ extendParam }: TranscriptEntry, { site }: ExportOptions) {
  const { sources = [], suggestions = [] } = readAnswerExtras(extendParam) ?? {};
  return {
    ...(sources.length > 0 && { sources: sources.map(({ title, url }) => ({ title, url: new URL(url, site).href })) }),
    ...(suggestions.length > 0 && { suggestions }),
  };
}

function extrasAsText(entry: TranscriptEntry, options: ExportOptions): string[] {
  const { sources = [], suggestions = [] } = extrasOf(entry, options);
  return [
    ...sources.map(({ title, url }) => `  ${labelled(options.locale, options.sources, `${isolated(title)} ${url}`)}`),
    ...suggestions.map((question) => `  ${labelled(options.locale, options.suggestions, isolated(question))}`),
  ];
}

function extrasAsMarkdown(entry: TranscriptEntry, options: ExportOptions): string {
  const { sources = [], suggestions = [] } = extrasOf(entry, options);
  const lines = [
    ...sources.map(
      ({ title, url }) =>
        `- ${labelled(options.locale, options.sources, `[${isolated(plainMarkdown(title))}](<${url}>)`)}`,
    ),
    ...suggestions.map(
      (question) => `- ${labelled(options.locale, options.suggestions, isolated(plainMarkdown(question)))}`,
    ),
  ];
  return lines.length > 0 ? `\n${lines.join('\n')}\n` : '';
}

/** Escapes the characters that Markdown or HTML would interpret. */
const plainMarkdown = (text: string) =>
  text.replace(/[\\`*_{}[\]<>#|~&]/g, '\\$&').replace(/^(\s*\d*)([-+=.)])/gm, '$1\\$2'); // lists and underlined headings

function asJson(entries: Entries, options: ExportOptions): string {
  const { title, nameOf } = options;
  const lines = entries.map((entry) => ({
    at: new Date(entry.at).toISOString(),
    who: entry.who,
    name: nameOf(entry),
    text: entry.text,
    delivered: entry.state !== 'failed',
    ...extrasOf(entry, options),
  }));
  return `${JSON.stringify({ title, entries: lines }, null, 2)}\n`;
}

const SHORTEST_CUE_MS = 2_000;
const READING_MS_PER_CHARACTER = 70;

/**
 * As captions: times count from the earliest line, and each caption stays as long as it takes to read it. A spoken
 * question may be reported after its answer began, so its time may be later than that of the line after it. WebVTT
 * wants cues in the order of their times.
 */
function asVtt(entries: Entries, { title, nameOf }: ExportOptions): string {
  const spoken = entries.filter((entry) => entry.state !== 'failed' && entry.text.trim());
  const beganAt = Math.min(...spoken.map(({ at }) => at));
  let latest = beganAt;
  const startsMs = spoken.map(({ at }) => {
    latest = Math.max(latest, at);
    return latest - beganAt;
  });
  const cues = spoken.map((entry, index) => {
    const startMs = startsMs[index] ?? 0;
    const readMs = Math.max(SHORTEST_CUE_MS, entry.text.length * READING_MS_PER_CHARACTER);
    const nextMs = startsMs[index + 1] ?? Number.POSITIVE_INFINITY;
    const endMs = Math.max(startMs + 1, Math.min(startMs + readMs, nextMs));
    // A blank line would end the cue.
    const text = plainVtt(entry.text.trim()).replace(/\n\s*\n/g, '\n');
    return `${vttTime(startMs)} --> ${vttTime(endMs)}\n<v ${plainVtt(nameOf(entry))}>${text}\n`;
  });
  return [`WEBVTT - ${title.replace(/-->/g, '→')}\n`, ...cues].join('\n');
}

const plainVtt = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

function vttTime(ms: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`;
}

function saidBy(entry: TranscriptEntry, { nameOf, notSent, locale }: ExportOptions): string {
  const name = isolated(nameOf(entry));
  return entry.state === 'failed' ? withRemark(locale, name, notSent) : name;
}

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Gives each line its own direction, as the page does. JSON has no direction, and a player of WebVTT finds that of each line. */
const isolated = (text: string): string =>
  rightToLeft.test(text) ? text.replace(/.+/g, (line) => `\u2068${line}\u2069`) : text;

const timeOf = ({ at }: TranscriptEntry, { locale, timeZone }: ExportOptions) =>
  new Date(at).toLocaleTimeString(locale, { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit' });

function dateOf(entries: Entries, { locale, timeZone }: ExportOptions): string {
  const began = new Date(entries[0]?.at ?? 0);
  const date = began.toLocaleDateString(locale, { timeZone, year: 'numeric', month: 'long', day: 'numeric' });
  const zone = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' })
    .formatToParts(began)
    .find(({ type }) => type === 'timeZoneName');
  return withRemark(locale, date, zone?.value ?? '');
}

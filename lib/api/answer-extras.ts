/**
 * What an answer shows on the screen beside its text: sources, suggested questions, one action, or the ID of a failure.
 * It travels as JSON in `extend_param` through MetaStudio and the vendor's SDK, so the page checks all of it.
 */
import * as z from 'zod/mini';

/** The longest JSON in characters. A longer one is ignored. */
export const MAX_EXTRAS_LENGTH = 4_096;

/** `URL.canParse` is missing in browsers before the end of 2023. */
function parsedUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** Writes an address with Chinese or other letters in ASCII, as a browser sends it. Any other text is not changed. */
function inAscii(text: string): string {
  if (/^[!-~]*$/.test(text) || /[\s\p{C}\\]/u.test(text)) return text;
  if (text.startsWith('/')) return text.replace(/[^!-~]+/g, encodeURIComponent);
  return /^https:\/\//i.test(text) ? (parsedUrl(text)?.href ?? text) : text;
}

/** True for a path of this site. It is parsed, because `//host` and `/\host` are other sites. */
function isSitePath(path: string): boolean {
  if (!/^\/[\x21-\x5b\x5d-\x7e]*$/.test(path)) return false;
  const here = 'https://here.invalid';
  const url = parsedUrl(path, here);
  return url?.origin === here && !url.pathname.startsWith('//');
}

function isSourceUrl(text: string): boolean {
  if (text.startsWith('/')) return isSitePath(text);
  if (!/^https:\/\/[\x21-\x5b\x5d-\x7e]+$/i.test(text)) return false;
  const url = parsedUrl(text);
  return url?.protocol === 'https:' && url.username === '' && url.password === '';
}

const line = z.string().check(z.trim(), z.minLength(1), z.maxLength(200));
const sitePath = z.string().check(z.overwrite(inAscii), z.maxLength(500), z.refine(isSitePath));
const sourceUrl = z.string().check(z.overwrite(inAscii), z.maxLength(500), z.refine(isSourceUrl));

export const unique = (suggestions: string[]): string[] => [...new Set(suggestions)];

/** The first source of each address. A model often names a page twice. */
export const uniqueSources = <S extends { url: string }>(sources: S[]): S[] =>
  sources.filter(({ url }, index) => sources.findIndex((other) => other.url === url) === index);

export const answerExtras = z.object({
  v: z.literal(1),
  sources: z.optional(
    z.array(z.object({ title: line, url: sourceUrl })).check(z.overwrite(uniqueSources), z.maxLength(4)),
  ),
  suggestions: z.optional(z.array(line).check(z.overwrite(unique), z.maxLength(3))),
  action: z.optional(
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('open_page'), path: sitePath }),
      z.object({ type: z.literal('end_conversation') }),
    ]),
  ),
  /** The request ID of a failed answer. It leads to the cause in the server's log. */
  requestId: z.optional(z.string().check(z.regex(/^[\w-]{1,64}$/))),
});

export type AnswerExtras = z.infer<typeof answerExtras>;

/** Returns undefined unless the text is well formed and of a version that this page knows. */
export function readAnswerExtras(text: string | undefined): AnswerExtras | undefined {
  if (typeof text !== 'string' || text.length > MAX_EXTRAS_LENGTH) return undefined;
  try {
    return answerExtras.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

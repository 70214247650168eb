/**
 * What an answer puts on the screen beside its words: sources, questions to go on with, one action, or the ID of a
 * failure. It travels as JSON in `extend_param`, through MetaStudio and the vendor's SDK, so the page trusts none of it.
 */
import * as z from 'zod/mini';

/** In characters. A longer message is dropped whole. */
export const MAX_EXTRAS_LENGTH = 4_096;

/** A path of this site: parsed, because `//host` and `/\host` lead elsewhere. */
function isSitePath(path: string): boolean {
  const here = 'https://here.invalid';
  if (!/^\/[\x21-\x5b\x5d-\x7e]*$/.test(path) || !URL.canParse(path, here)) return false;
  const url = new URL(path, here);
  return url.origin === here && !url.pathname.startsWith('//');
}

function isSourceUrl(text: string): boolean {
  if (text.startsWith('/')) return isSitePath(text);
  if (!/^https:\/\/[\x21-\x5b\x5d-\x7e]+$/i.test(text) || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === 'https:' && username === '' && password === '';
}

const line = z.string().check(z.trim(), z.minLength(1), z.maxLength(200));
const sitePath = z.string().check(z.maxLength(500), z.refine(isSitePath));

export const answerExtras = z.object({
  v: z.literal(1),
  sources: z.optional(
    z
      .array(z.object({ title: line, url: z.string().check(z.maxLength(500), z.refine(isSourceUrl)) }))
      .check(z.maxLength(4)),
  ),
  suggestions: z.optional(z.array(line).check(z.maxLength(3))),
  action: z.optional(
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('open_page'), path: sitePath }),
      z.object({ type: z.literal('end_conversation') }),
    ]),
  ),
  /** Of an answer that failed: it leads to the cause in the server's log. */
  requestId: z.optional(z.string().check(z.regex(/^[\w-]{1,64}$/))),
});

export type AnswerExtras = z.infer<typeof answerExtras>;

/** Undefined for anything but a well-formed message of a version this page knows. */
export function readAnswerExtras(text: string | undefined): AnswerExtras | undefined {
  if (typeof text !== 'string' || text.length > MAX_EXTRAS_LENGTH) return undefined;
  try {
    return answerExtras.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

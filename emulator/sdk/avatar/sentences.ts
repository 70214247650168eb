// Splits a streamed answer into sentences as it arrives, so that the voice can speak the first before the last is
// known.

/** Cuts a longer piece without an end at a space or clause: the voice accepts at most 500 characters. */
const MAX_SENTENCE_LENGTH = 300;

/**
 * Up to the first mark that ends a sentence. No space follows a full stop inside a number or a name (`3.5`,
 * `next.config.js`). A Chinese full stop needs none. The number of a list (`1. First`) belongs to its sentence.
 */
const sentencePattern =
  /^(?:\s*\d{1,2}\.\s+|(?!\s*\d{1,2}\.\s))[\s\S]*?(?:[.!?…؟۔।]+["')\]”’»]*(?=\s)|[。！？]+["”’）」』》】]*|\n)/u;

/** The voice starts at the first clause of some length and does not wait for the end of the first sentence. */
const firstClausePattern = /^(?:[\s\S]{20,}?[,;:—](?=\s)|\s*[^\s，；：]{4,}?[，；：])/u;

export async function* splitSentences(pieces: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  let pending = '';
  let isFirst = true;
  for await (const piece of pieces) {
    pending += piece;
    for (let sentence = takeSentence(pending, isFirst); sentence; sentence = takeSentence(pending, isFirst)) {
      pending = pending.slice(sentence.length);
      isFirst = false;
      if (sentence.trim()) yield sentence.trim();
    }
  }
  if (pending.trim()) yield pending.trim();
}

function takeSentence(text: string, isFirst: boolean): string | undefined {
  const whole = text.match(sentencePattern)?.[0];
  const clause = isFirst ? text.match(firstClausePattern)?.[0] : undefined;
  const sentence = clause && clause.length < (whole?.length ?? Number.POSITIVE_INFINITY) ? clause : whole;
  if (sentence && sentence.length <= MAX_SENTENCE_LENGTH) return sentence;
  if (text.length <= MAX_SENTENCE_LENGTH) return undefined;
  const longest = text.slice(0, MAX_SENTENCE_LENGTH).replace(/[\ud800-\udbff]$/, '');
  return longest.match(/^[\s\S]*[\s，、；：]/u)?.[0] ?? longest;
}

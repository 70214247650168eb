// Cuts a streamed answer into sentences as it comes in, so that the first can be spoken before the last is known.

/** A longer piece without an end is cut at a space: the voice takes 500 characters at once. */
const MAX_SENTENCE_LENGTH = 300;

/**
 * Up to the first mark that ends a sentence. A full stop inside a number or a name (`3.5`, `next.config.js`) is followed by no
 * space; a Chinese one needs none.
 */
const sentencePattern = /^[\s\S]*?(?:[.!?…]+["')\]”’]*(?=\s)|[。！？]+["”’）]*|\n)/u;

/** The first words need not wait for the rest of their sentence: a clause of some length is spoken on its own. */
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
  const space = text.lastIndexOf(' ', MAX_SENTENCE_LENGTH);
  return text.slice(0, space > 0 ? space + 1 : MAX_SENTENCE_LENGTH);
}

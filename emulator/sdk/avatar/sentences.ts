// Cuts a streamed answer into sentences as it comes in, so that the first can be spoken before the last is known.

/** A longer piece without an end is cut at a space: the voice takes 500 characters at once. */
const MAX_SENTENCE_LENGTH = 300;

/**
 * Up to the first mark that ends a sentence. A full stop inside a number or a name (`3.5`, `next.config.js`) is followed by no
 * space; a Chinese one needs none.
 */
const sentencePattern = /^[\s\S]*?(?:[.!?…]+["')\]”’]*(?=\s)|[。！？]+["”’）]*|\n)/u;

export async function* splitSentences(pieces: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  let pending = '';
  for await (const piece of pieces) {
    pending += piece;
    for (let sentence = takeSentence(pending); sentence; sentence = takeSentence(pending)) {
      pending = pending.slice(sentence.length);
      if (sentence.trim()) yield sentence.trim();
    }
  }
  if (pending.trim()) yield pending.trim();
}

function takeSentence(text: string): string | undefined {
  const sentence = text.match(sentencePattern)?.[0];
  if (sentence && sentence.length <= MAX_SENTENCE_LENGTH) return sentence;
  if (text.length <= MAX_SENTENCE_LENGTH) return undefined;
  const space = text.lastIndexOf(' ', MAX_SENTENCE_LENGTH);
  return text.slice(0, space > 0 ? space + 1 : MAX_SENTENCE_LENGTH);
}

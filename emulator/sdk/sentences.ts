// Cuts a text that arrives in pieces into what can be spoken in one breath. Pure; knows no voice.

/** A full stop ends a sentence only before a blank, so that `5.0.6` and `demo.mjs` stay whole. */
const SENTENCE_END = /[。！？；\n]+[”’」』）]*|[.!?…]+["'”’)]*(?=\s)/;
/** Without punctuation a breath ends here, at the last blank. */
const LONGEST = 220;

export class SentenceCutter {
  #rest = '';

  /** The sentences completed by this piece. */
  push(piece: string): string[] {
    this.#rest += piece;
    const sentences: string[] = [];
    for (let end = this.#nextEnd(); end > 0; end = this.#nextEnd()) {
      sentences.push(this.#rest.slice(0, end));
      this.#rest = this.#rest.slice(end);
    }
    return sentences.map((sentence) => sentence.trim()).filter(isSpeakable);
  }

  /** What is left when the text is over. */
  finish(): string[] {
    const rest = this.#rest.trim();
    this.#rest = '';
    return isSpeakable(rest) ? [rest] : [];
  }

  #nextEnd(): number {
    const match = SENTENCE_END.exec(this.#rest);
    if (match) return match.index + match[0].length;
    if (this.#rest.length <= LONGEST) return 0;
    const blank = this.#rest.lastIndexOf(' ', LONGEST);
    return blank > 0 ? blank : LONGEST;
  }
}

const isSpeakable = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/**
 * Turns written text into text to speak while it streams: without Markdown marks, code blocks, addresses and emoji.
 * Inline code is spoken without its marks, and a link as its text. The filter decides only when later text cannot
 * change the decision, so the result does not depend on how the text is split into pieces.
 */

export interface FoundLink {
  title: string;
  url: string;
}

/** Longer constructs count as plain text, so that a single `[` cannot hold an answer back. */
const MAX_HELD_CHARACTERS = 2_000;

const EMOJI =
  /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\uFE0E|\uFE0F|\u200D|\u20E3|[\u{E0020}-\u{E007F}]/u;
/** A control character, or half of a surrogate pair. */
const UNSPEAKABLE = /[^\P{Cc}\s]|\p{Cs}/u;
const WORD = /[\p{L}\p{N}]/u;
const MARKS = '*_`~#>|[]()<\\!-+.{}';
const ADDRESS_CHARACTERS = /^[A-Za-z0-9._%+@:/?#=&~;,!$'()-]+/;
const SCHEME = /^(?:https?:\/\/|www\.|mailto:|ftp:\/\/)/i;
const HOST =
  /^(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|io|cn|dev|app|ai|info|eu|uk|de|fr|jp|tv|xyz|tech|cloud)(?::\d+)?(?:[/?#].*)?$/i;
const MAIL = /^[\w.%+-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}$/i;

/** HTML tags that end a line. Other tags do not separate words, as in H<sub>2</sub>O. */
const BREAK = /^<\/?(?:br|p|div|h[1-6]|li|ul|ol|tr|td|th|table|hr|pre|blockquote)\b/i;

/** How much of the held text a rule consumed, and what is spoken for it; `hold` when more text could change that. */
type Step = { take: number; say: string; again?: string } | 'hold';

const drop = (take: number): Step => ({ take, say: '' });

export class SpeechFilter {
  /** The links of the text, which the screen shows. */
  readonly links: FoundLink[] = [];
  #held = '';
  #atLineStart = true;
  #fence: string | undefined;
  #before = '';
  /** A space or line break is spoken only between words. */
  #gap: '' | ' ' | '\n' = '';
  #hasSpoken = false;
  #dropped = false;

  push(piece: string): string {
    this.#held += piece;
    return this.#run(false);
  }

  /** Returns the rest, when no more text follows. */
  end(): string {
    return this.#run(true);
  }

  #run(isLast: boolean): string {
    let spoken = '';
    while (this.#held !== '') {
      const step = this.#step(this.#held, isLast);
      if (step === 'hold') break;
      const taken = this.#held.slice(0, step.take);
      this.#held = (step.again ?? '') + this.#held.slice(step.take);
      if (step.again === undefined) this.#before = taken.slice(-1);
      spoken += this.#say(step.say, step.say === '' && taken.trim() !== '');
    }
    return spoken;
  }

  #say(text: string, isDropped: boolean): string {
    if (isDropped) this.#dropped = true;
    let spoken = '';
    for (const character of text) {
      if (/\s/.test(character)) {
        this.#gap = character === '\n' || this.#gap === '\n' ? '\n' : ' ';
        continue;
      }
      // "See https://x.org." leaves "See."
      const needsGap = this.#hasSpoken && !(this.#dropped && this.#gap === ' ' && /[.,;:!?)]/.test(character));
      spoken += (needsGap ? this.#gap : '') + character;
      this.#gap = '';
      this.#dropped = false;
      this.#hasSpoken = true;
    }
    return spoken;
  }

  #step(text: string, isLast: boolean): Step {
    if (this.#fence !== undefined) return this.#inFence(text, this.#fence, isLast);
    if (this.#atLineStart) return this.#lineStart(text, isLast);
    return this.#inline(text, isLast);
  }

  #inFence(text: string, fence: string, isLast: boolean): Step {
    const end = text.indexOf('\n');
    if (end < 0) return isLast ? drop(text.length) : 'hold';
    const isClosing = new RegExp(`^\\s*${fence[0]}{${fence.length},}\\s*$`).test(text.slice(0, end));
    if (isClosing) {
      this.#fence = undefined;
      this.#atLineStart = true;
      this.#gap = '\n';
    }
    return drop(end + 1);
  }

  /** Marks that count only at the beginning of a line. */
  #lineStart(text: string, isLast: boolean): Step {
    const indent = /^[ \t]*/.exec(text)?.[0].length ?? 0;
    const rest = text.slice(indent);
    if (rest === '') return isLast ? drop(text.length) : 'hold';
    const end = rest.indexOf('\n');
    const isWhole = end >= 0 || isLast;
    const line = end < 0 ? rest : rest.slice(0, end);
    const lineLength = indent + line.length;
    if (/^(?:`+|~+)$/.test(rest) && rest.length < 3 && !isWhole) return 'hold';
    const fence = /^(?:`{3,}|~{3,})/.exec(line)?.[0];
    if (fence && !(fence.startsWith('`') && line.slice(fence.length).includes('`'))) {
      if (!isWhole) return 'hold';
      this.#fence = fence;
      return drop(Math.min(lineLength + 1, text.length));
    }
    // Rules and underlines: lines with only one mark.
    if (/^(?:[-*_][ \t]*)+$|^=+[ \t]*$/.test(line)) {
      if (!isWhole) return 'hold';
      if (/^(?:([-*_])[ \t]*(?:\1[ \t]*){2,}|=+[ \t]*|-+[ \t]*)$/.test(line) && line.trim() !== '')
        return drop(lineLength);
    }
    if (line.startsWith('|')) {
      if (!isWhole) return 'hold';
      this.#atLineStart = false;
      if (/^[\s|:-]+$/.test(line)) return drop(lineLength);
      const cells = line
        .split('|')
        .map((cell) => cell.trim())
        .filter(Boolean);
      return { take: lineLength, say: '', again: cells.join(', ') };
    }
    if (/^#{1,6}$/.test(rest) && !isLast) return 'hold';
    const heading = /^#{1,6}[ \t]+/.exec(rest);
    if (heading) {
      this.#atLineStart = false;
      return drop(indent + heading[0].length);
    }
    if (rest.startsWith('>')) return drop(indent + 1);
    if (/^[-*+]$/.test(rest) && !isLast) return 'hold';
    const bullet = /^[-*+][ \t]+/.exec(rest);
    if (bullet) {
      const after = rest.slice(bullet[0].length);
      if (/^(?:|\[|\[[ xX]|\[[ xX]\])$/.test(after) && !isLast) return 'hold';
      const box = /^\[[ xX]\][ \t]/.exec(after)?.[0].length ?? 0;
      this.#atLineStart = false;
      this.#before = ' ';
      return drop(indent + bullet[0].length + box);
    }
    this.#atLineStart = false;
    return { take: indent, say: '', again: '' };
  }

  #inline(text: string, isLast: boolean): Step {
    const first = text[0] ?? '';
    switch (first) {
      case '\n':
        this.#atLineStart = true;
        return { take: 1, say: '\n' };
      case '\\':
        if (text.length < 2) return isLast ? drop(1) : 'hold';
        if (!MARKS.includes(text[1] ?? '')) return { take: 1, say: '\\' };
        return { take: 2, say: '*_`~#|'.includes(text[1] ?? '') ? '' : (text[1] ?? '') };
      case '`':
      case '|':
        return { take: 1, say: first === '|' ? ' ' : '' };
      case '*':
      case '_':
      case '~':
        return this.#emphasis(text, first, isLast);
      case '!':
        if (text.length < 2) return isLast ? { take: 1, say: '!' } : 'hold';
        return text[1] === '[' ? drop(1) : { take: 1, say: '!' };
      case '[':
        return this.#link(text, isLast);
      case '<':
        return this.#tag(text, isLast);
      case ':':
        if (text.length < 3 && '://'.startsWith(text) && !isLast) return 'hold';
        if (text.startsWith('://')) return this.#restOfAddress(text, isLast);
    }
    const codePoint = text.codePointAt(0) ?? 0;
    const character = String.fromCodePoint(codePoint);
    if (/[\ud800-\udbff]/u.test(character)) return text.length > 1 || isLast ? drop(1) : 'hold';
    if (UNSPEAKABLE.test(character)) return drop(1);
    if (EMOJI.test(character) && !/[\d#*]/.test(character)) return drop(character.length);
    if (/[A-Za-z0-9]/.test(first)) return this.#word(text, isLast);
    return { take: character.length, say: character };
  }

  /** The rest of an address whose scheme was separated by marks. */
  #restOfAddress(text: string, isLast: boolean): Step {
    const length = ADDRESS_CHARACTERS.exec(text)?.[0].length ?? 1;
    if (length === text.length && !isLast && length < MAX_HELD_CHARACTERS) return 'hold';
    return drop(Math.min(length, MAX_HELD_CHARACTERS));
  }

  /** Emphasis, except in `2 * 3`, `2*3` and `snake_case`. */
  #emphasis(text: string, mark: string, isLast: boolean): Step {
    const run = /^(.)\1*/.exec(text)?.[0].length ?? 1;
    const rest = text.slice(run);
    if (!isLast && (rest === '' || /^\p{Surrogate}$/u.test(rest))) return 'hold';
    const after = String.fromCodePoint(...(rest === '' ? [] : [rest.codePointAt(0) ?? 0]));
    if (mark === '~') return { take: run, say: run === 1 ? '~' : '' };
    if (mark === '_') {
      const isInWord = WORD.test(this.#before) && WORD.test(after);
      return { take: run, say: isInWord ? '_'.repeat(run) : '' };
    }
    const standsAlone = run === 1 && /^\s?$/.test(this.#before) && /^\s/.test(after);
    const isBetweenDigits = /\d/.test(this.#before) && /\d/.test(after);
    return { take: run, say: standsAlone || isBetweenDigits ? mark.repeat(run) : '' };
  }

  #link(text: string, isLast: boolean): Step {
    const literal: Step = { take: 1, say: '[' };
    const close = closing(text, '[', ']', isLast);
    if (typeof close === 'string') return close === 'more' ? 'hold' : literal;
    const title = text.slice(1, close);
    if (title.startsWith('^')) return drop(close + 1);
    const next = text[close + 1];
    if (next === undefined && !isLast) return 'hold';
    if (next !== '(' && next !== '[') return literal;
    const target = closing(text.slice(close + 1), next, next === '(' ? ')' : ']', isLast);
    if (typeof target === 'string') return target === 'more' ? 'hold' : literal;
    const [bracketed = ''] = text
      .slice(close + 2, close + 1 + target)
      .trim()
      .split(/\s/);
    const url = bracketed.replace(/^<|>$/g, '');
    if (next === '(' && this.#before !== '!') {
      // A title that is an address could be that of another site.
      if (isAddress(title.trim())) this.#addAddress(url);
      else this.links.push({ title: title.replace(/[*_`]/g, ''), url });
    }
    return { take: close + 2 + target, say: '', again: title };
  }

  #tag(text: string, isLast: boolean): Step {
    if (text.length < 2) return isLast ? { take: 1, say: '<' } : 'hold';
    if (!/^<[A-Za-z/!]/.test(text)) return { take: 1, say: '<' };
    const end = text.slice(0, MAX_HELD_CHARACTERS).search(/[>\n]/);
    if (end < 0) return !isLast && text.length < MAX_HELD_CHARACTERS ? 'hold' : { take: 1, say: '<' };
    if (text[end] === '\n') return { take: 1, say: '<' };
    const inside = text.slice(1, end);
    if (/^https:\/\/\S+$/i.test(inside)) this.#addAddress(inside);
    return { take: end + 1, say: BREAK.test(text) ? ' ' : '' };
  }

  #addAddress(url: string): void {
    this.links.push({ title: url.replace(/^https:\/\//i, ''), url });
  }

  /** ASCII text without spaces: drops an address; otherwise speaks the first word. */
  #word(text: string, isLast: boolean): Step {
    const all = (ADDRESS_CHARACTERS.exec(text)?.[0] ?? '').slice(0, MAX_HELD_CHARACTERS);
    if (all.length === text.length && !isLast && all.length < MAX_HELD_CHARACTERS) return 'hold';
    const next = all.search(/(?<=.)(?:https?:\/\/|ftp:\/\/|www\.)/i);
    const run = next < 0 ? all : all.slice(0, next);
    const address = withoutTail(run);
    if (isAddress(address)) {
      if (/^https:/i.test(address)) this.#addAddress(address);
      return drop(address.length);
    }
    const word = /^[A-Za-z0-9]+/.exec(run)?.[0] ?? text[0] ?? '';
    return { take: word.length, say: word };
  }
}

const isAddress = (text: string): boolean => SCHEME.test(text) || HOST.test(text) || MAIL.test(text);

/** Punctuation after an address belongs to the sentence. */
function withoutTail(run: string): string {
  let address = run;
  for (;;) {
    const isUnbalanced = address.endsWith(')') && !address.includes('(');
    if (!isUnbalanced && !/[.,;:!?'_~-]$/.test(address)) return address;
    address = address.slice(0, -1);
  }
}

/** Where the bracket at the start of the text closes; `more` if it may follow. A blank line ends the search. */
function closing(text: string, open: string, close: string, isLast: boolean): number | 'more' | 'never' {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (index >= MAX_HELD_CHARACTERS) return 'never';
    const character = text[index];
    if (character === '\n' && /^\n[ \t]*\n/.test(text.slice(index))) return 'never';
    if (character === '\\') index += 1;
    else if (character === open) depth += 1;
    else if (character === close) {
      depth -= 1;
      if (depth === 0) return index;
    }
  }
  return isLast ? 'never' : 'more';
}

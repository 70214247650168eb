/**
 * The text of an answer, which may contain HTML (HwICSUiSdk 5.0.6). The browser's parser reads it in a document that
 * runs no script and loads nothing. Only the tags below count as markup; any other `<…>` stays text.
 */

const names = 'b br code div em h1 h2 h3 h4 h5 h6 i img p pre span strong u video'.split(' ');
const name = `(?:${names.join('|')})`;
const attributes = String.raw`(?:\s(?:"[^"]*"|'[^']*'|[^'">])*)?`;

// Sticky: each matches only at `lastIndex`.
const wholeTag = new RegExp(`</?${name}${attributes}/?>`, 'iy');
const entity = /&(?:[a-z]\w{1,31}|#\d{1,7}|#x[\da-f]{1,6});/iy;
const attribute = /[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?/g;
/** Matches an unfinished tag at the end of the text so far. */
const nameBegun = /<\/?([a-z]*[1-6]?)$/iy;
const attributesBegun = new RegExp(String.raw`</?${name}(?:\s(?:"[^"]*"|'[^']*'|[^'">])*(?:"[^"]*|'[^']*)?|/)$`, 'iy');
const entityBegun = /&#?\w{0,31}$/y;

interface AnswerTextOptions {
  /** True while more text may follow. An unfinished tag is then held back, so that no part of it is shown. */
  isOpen?: boolean;
  /** True to include the addresses of pictures and videos, as a text file needs them. */
  addresses?: boolean;
}

/** Returns the answer as plain text with line breaks. */
export function answerText(raw: string, { isOpen = false, addresses = false }: AnswerTextOptions = {}): string {
  if (!/[<&]/.test(raw)) return raw;
  const html = `<!doctype html><body><div>${onlyKnownMarkup(raw, isOpen)}</div>`;
  return textOf(new DOMParser().parseFromString(html, 'text/html').body, addresses);
}

/** Escapes what is not markup, so that the parser returns it unchanged. */
function onlyKnownMarkup(raw: string, isOpen: boolean): string {
  let html = '';
  for (let at = 0; at < raw.length; ) {
    const rest = raw.slice(at).search(/[<&]/);
    if (rest !== 0) {
      const words = rest < 0 ? raw.slice(at) : raw.slice(at, at + rest);
      html += words;
      at += words.length;
      continue;
    }
    if (isOpen && isBegun(raw, at)) break;
    const isTag = raw[at] === '<';
    const markup = matchAt(isTag ? wholeTag : entity, raw, at)?.[0];
    if (markup !== undefined) html += isTag ? withoutHandlers(markup) : markup;
    else html += isTag ? '&lt;' : '&amp;';
    at += markup?.length ?? 1;
  }
  return html;
}

/**
 * Keeps only the attributes that are read. The parser runs no handler, but the page's Content-Security-Policy also
 * applies to its document and would report each one.
 */
function withoutHandlers(tag: string): string {
  const [opening = ''] = /^<\/?\w+/.exec(tag) ?? [];
  const kept = tag
    .slice(opening.length)
    .match(attribute)
    ?.filter((text) => /^(?:alt|src|title)\b/i.test(text));
  return `${[opening, ...(kept ?? [])].join(' ')}>`;
}

function isBegun(raw: string, at: number): boolean {
  const begun = matchAt(nameBegun, raw, at)?.[1]?.toLowerCase();
  if (begun !== undefined) return names.some((known) => known.startsWith(begun));
  return matchAt(attributesBegun, raw, at) !== null || matchAt(entityBegun, raw, at) !== null;
}

function matchAt(sticky: RegExp, text: string, at: number): RegExpExecArray | null {
  sticky.lastIndex = at;
  return sticky.exec(text);
}

/** Blocks and `br` end a line; a picture is its alternative text. */
function textOf(root: Node, addresses: boolean): string {
  let text = '';
  let isLineDue = false;
  const write = (words: string) => {
    if (words === '') return;
    if (isLineDue && text !== '' && !text.endsWith('\n')) text += '\n';
    isLineDue = false;
    text += words;
  };
  const read = (node: Node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const words = node.nodeValue ?? '';
      if (!isLineDue || words.trim() !== '') write(words);
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      readElement(node as Element);
    }
  };
  const readElement = (element: Element) => {
    const tag = element.localName;
    if (tag === 'br') write('\n');
    else if (tag === 'img' || tag === 'video') write(mediaText(element, addresses));
    else {
      const isBlock = /^(p|div|pre|h[1-6])$/.test(tag);
      if (isBlock) isLineDue = true;
      for (const child of element.childNodes) read(child);
      if (isBlock) isLineDue = true;
    }
  };
  for (const child of root.childNodes) read(child);
  return text;
}

function mediaText(element: Element, addresses: boolean): string {
  const words = element.getAttribute('alt') ?? element.getAttribute('title') ?? '';
  const address = element.getAttribute('src') ?? '';
  if (!addresses || address === '') return words;
  return words ? `${words} (${address})` : address;
}

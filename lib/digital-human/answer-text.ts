/**
 * The words of an answer, which may come with HTML (HwICSUiSdk 5.0.6). A real parser reads it, in a document without
 * scripts that loads nothing. Only the tags below are markup; any other `<…>` stays as it was typed.
 */

const names = [
  'b',
  'br',
  'code',
  'div',
  'em',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'i',
  'img',
  'p',
  'pre',
  'span',
].concat(['strong', 'u', 'video']);
const name = `(?:${names.join('|')})`;
const attributes = String.raw`(?:\s(?:"[^"]*"|'[^']*'|[^'">])*)?`;

// Sticky: each is tried at one place.
const wholeTag = new RegExp(`</?${name}${attributes}/?>`, 'iy');
const entity = /&(?:[a-z]\w{1,31}|#\d{1,7}|#x[\da-f]{1,6});/iy;
const attribute = /[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?/g;
/** Up to the end of what has come so far. */
const nameBegun = /<\/?([a-z]*[1-6]?)$/iy;
const attributesBegun = new RegExp(String.raw`</?${name}(?:\s(?:"[^"]*"|'[^']*'|[^'">])*(?:"[^"]*|'[^']*)?|/)$`, 'iy');
const entityBegun = /&#?\w{0,31}$/y;

interface AnswerTextOptions {
  /** More may come: what has only begun is held back, so that no part of a tag ever shows. */
  isOpen?: boolean;
  /** Pictures and videos with their addresses, as a file of words needs them. */
  addresses?: boolean;
}

/** The answer as plain text, with its lines. */
export function answerText(raw: string, { isOpen = false, addresses = false }: AnswerTextOptions = {}): string {
  if (!/[<&]/.test(raw)) return raw;
  const html = `<!doctype html><body><div>${onlyKnownMarkup(raw, isOpen)}</div>`;
  return textOf(new DOMParser().parseFromString(html, 'text/html').body, addresses);
}

/** Escapes what is not markup, so that the parser gives it back as it was typed. */
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
 * Only what is read of a tag. The parser runs no handler, but the page's Content-Security-Policy holds in its document, too,
 * and reports each one.
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

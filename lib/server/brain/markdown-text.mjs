/** The text and the heading IDs of Markdown tokens, used when pages are indexed and when they are shown. */

/** The ID that GitHub gives a heading. @param {string} heading */
export const slugOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

/** The text without markup. @param {any[] | undefined} tokens @returns {string} */
export function plain(tokens) {
  const text = (tokens ?? [])
    .map((token) => {
      if (token.type === 'image' || token.type === 'html' || token.type === 'code') return '';
      if (token.type === 'br') return ' ';
      return token.tokens ? plain(token.tokens) : unescaped(token.text ?? token.raw);
    })
    .join('');
  return text.replace(/\s+/g, ' ');
}

const unescaped = (text) =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');

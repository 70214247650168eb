/** Words and heading names of Markdown tokens, the same when pages are indexed and when they are shown. */

/** As GitHub names headings. @param {string} heading */
export const slugOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

/** The words alone. @param {any[] | undefined} tokens @returns {string} */
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

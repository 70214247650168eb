/**
 * Reads the project's Markdown pages at build time and writes them, cut into passages, to `.generated/pages.json`. The
 * server imports that file, so a standalone image needs no Markdown. Plain JavaScript, because next.config.js calls it.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { marked } from 'marked';
import { plain, slugOf } from './markdown-text.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * @typedef {{ title: string, path: string }} PageLink
 * @typedef {{
 *   page: string, path: string, language: 'en' | 'zh', title: string, pageTitle: string,
 *   asks: string[], isQuestion: boolean, text: string, more: string, links: PageLink[], action: string, topic: string,
 * }} Passage
 * @typedef {{ name: string, title: string, language: 'en' | 'zh', markdown: string }} Page
 */

/** @param {string} [folder] of the project @returns {{ pages: Page[], passages: Passage[] }} */
export function readPages(folder = root) {
  const files = markdownFiles(folder);
  const pages = files.map((file) => {
    const markdown = readFileSync(join(folder, file), 'utf8');
    const heading = marked.lexer(markdown).find((token) => token.type === 'heading');
    /** @type {'en' | 'zh'} */
    const language = /\.zh-CN\.md$/.test(file) ? 'zh' : 'en';
    return { name: nameOf(file), file, title: heading ? plain(heading.tokens) : nameOf(file), language, markdown };
  });
  return {
    pages: pages.map(({ file, ...page }) => ({ ...page, markdown: linksToSite(page.markdown, file, files) })),
    passages: pages.flatMap((page) => passagesOf(page, pages)),
  };
}

/** Writes the file only when it has changed, and atomically, because several processes of a build call this. */
export function writePages() {
  const path = join(root, '.generated/pages.json');
  const text = JSON.stringify(readPages());
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}

/** For vitest, because tests search the pages. */
export default writePages;

/** @param {string} folder @returns {string[]} */
function markdownFiles(folder) {
  const docs = readdirSync(join(folder, 'docs'), { recursive: true, encoding: 'utf8' }).map(
    (file) => `docs/${file.replaceAll('\\', '/')}`,
  );
  return ['README.md', 'README.zh-CN.md', ...docs.sort()].filter(
    (file) => file.endsWith('.md') && existsSync(join(folder, file)),
  );
}

/** `docs/decisions/own-signer.md` is served as `/docs/decisions-own-signer`. @param {string} file */
const nameOf = (file) =>
  file
    .replace(/^docs\//, '')
    .replace(/\.md$/, '')
    .replaceAll('/', '-');

/**
 * The site's path of a link in a page, or undefined for a file that the site does not serve.
 * @param {string} href @param {string} from the file that holds the link @param {readonly string[]} files
 */
function sitePath(href, from, files) {
  const [target = '', anchor] = href.split('#');
  const file = target === '' ? from : normalize(join(dirname(from), target));
  if (!files.includes(file)) return undefined;
  return `/docs/${nameOf(file)}${anchor ? `#${anchor}` : ''}`;
}

/** @param {string} markdown @param {string} from @param {readonly string[]} files */
function linksToSite(markdown, from, files) {
  return markdown.replace(/\]\(([^()\s:]+)\)/g, (whole, href) => {
    const path = sitePath(href, from, files);
    return path ? `](${path})` : whole;
  });
}

/**
 * @param {Page & { file: string }} page @param {readonly { file: string }[]} pages
 * @returns {Passage[]}
 */
function passagesOf(page, pages) {
  const files = pages.map(({ file }) => file);
  /** @type {Passage[]} */
  const passages = [];
  const isQuestions = page.name.startsWith('questions');
  /** @type {Passage | undefined} */
  let current;
  const begin = (/** @type {string} */ title) => {
    const anchor = title === page.title ? '' : `#${slugOf(title)}`;
    current = {
      page: page.name,
      path: `/docs/${page.name}${anchor}`,
      language: page.language,
      title,
      pageTitle: page.title,
      asks: [title],
      isQuestion: isQuestions && title !== page.title,
      text: '',
      more: '',
      links: [],
      action: '',
      topic: '',
    };
    passages.push(current);
    return current;
  };
  begin(page.title);
  for (const token of marked.lexer(page.markdown)) {
    const passage = current ?? begin(page.title);
    if (token.type === 'heading') {
      const title = plain(token.tokens);
      if (title !== page.title) begin(title);
    } else if (token.type === 'html') {
      passage.asks.push(
        ...commentIn(token.text, 'also')
          .split('|')
          .map((ask) => ask.trim())
          .filter(Boolean),
      );
      passage.action ||= commentIn(token.text, 'action');
      passage.topic ||= commentIn(token.text, 'topic');
    } else if (token.type === 'paragraph') {
      const links = linksIn(token.tokens, page.file, files);
      if (isQuestions && token.text.startsWith('→')) passage.links.push(...links);
      else if (passage.text && isQuestions) passage.more ||= plain(token.tokens);
      else passage.text += `${passage.text && '\n'}${plain(token.tokens)}`;
    } else if (token.type === 'list') {
      for (const item of token.items) passage.text += `${passage.text && '\n'}${plain(item.tokens)}`;
    } else if (token.type === 'table') {
      for (const row of token.rows) passages.push(rowPassage(row, passage, page, files));
    }
  }
  return passages.filter(({ text, isQuestion }) => (isQuestion ? text !== '' : text.length > 40));
}

/** Each row of a table is a passage. Its first cell may be a question. */
/** @returns {Passage} */
function rowPassage(row, passage, page, files) {
  const [first = '', ...rest] = row.map((cell, index) =>
    index > 0 && isLinksAlone(cell.tokens) ? '' : plain(cell.tokens),
  );
  const isQuestion = /[?？]$/.test(first);
  const links = row.flatMap((cell) => linksIn(cell.tokens, page.file, files));
  const text = rest
    .slice(0, isQuestion ? 1 : undefined)
    .filter(Boolean)
    .join('. ');
  return {
    ...passage,
    title: isQuestion ? first : passage.title,
    asks: [first],
    isQuestion,
    text: isQuestion ? text : `${first}: ${text}`,
    more: '',
    links,
    action: '',
    topic: '',
  };
}

/** True for text that consists only of links, such as a list of files, which is not an answer. */
const isLinksAlone = (tokens) =>
  tokens.every((token) => token.type === 'link' || (token.type === 'text' && /^[\s,;.·]*$/.test(token.raw)));

/** `<!-- name: value -->` */
const commentIn = (html, name) => new RegExp(`<!--\\s*${name}:\\s*([\\s\\S]*?)\\s*-->`).exec(html)?.[1] ?? '';

function linksIn(tokens, from, files) {
  return (tokens ?? []).flatMap((token) => {
    if (token.type !== 'link') return linksIn(token.tokens, from, files);
    const path = sitePath(token.href, from, files);
    return path ? [{ title: plain(token.tokens), path }] : [];
  });
}

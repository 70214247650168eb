/**
 * Finds a Markdown page's links and structure with patterns that are sufficient for the pages of this repository. Pure.
 */

export interface Page {
  links: string[];
  /** The targets of links: headings with GitHub's anchors, and explicit anchors. */
  anchors: Set<string>;
  /** Files named in code: those with a folder or one of our extensions. */
  namedFiles: string[];
  /** Links whose text is one file name and whose target is another. */
  misnamed: string[];
  /** From `npm run …` and `npm start`, with the workspace if named: `start -w examples/plain`. */
  scripts: string[];
  /** Heading levels, commands, tables and links, in order: the structure that two languages of one page share. */
  shape: string[];
}

const fence = /^(```|~~~)/;
const codeSpan = /`([^`\n]+)`/g;
const link = /\[(?:[^[\]]|\[[^\]]*\])*\]\(([^()\s]+(?:\([^()]*\))?[^()\s]*)\)/g;
const linkToFile = /\[`([^`\n]+)`\]\(([^()\s:]+)\)/g;
const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const ourFile = /^[\w@.[\]()/-]*[\w\])-]+\.(ts|tsx|mts|mjs|js|json|md|css|yaml|yml|html|example)$/;

export function readPage(text: string): Page {
  const page: Page = { links: [], anchors: new Set(), namedFiles: [], misnamed: [], scripts: [], shape: [] };
  const seen = new Map<string, number>();
  let isCode = false;
  let tableRows = 0;
  for (const line of [...text.split('\n'), '']) {
    if (fence.test(line)) {
      isCode = !isCode;
      continue;
    }
    if (!isCode && line.startsWith('|')) tableRows += 1;
    else if (tableRows > 0) {
      page.shape.push(`table of ${tableRows} rows`);
      tableRows = 0;
    }
    for (const [, script = '', workspace] of line.matchAll(/npm (?:run )?(start|(?<=run )[\w:-]+)(?: -w ([\w/-]+))?/g))
      page.scripts.push(workspace ? `${script} -w ${workspace}` : script);
    if (isCode) {
      const command = line.replace(/\s+#.*$/, '').trim();
      if (command) page.shape.push(`code: ${command}`);
      continue;
    }
    readProse(line, page, seen);
  }
  return page;
}

function readProse(line: string, page: Page, seen: Map<string, number>): void {
  const heading = /^(#{1,6}) (.*)$/.exec(line);
  if (heading) {
    page.shape.push(`heading ${heading[1]?.length}`);
    const slug = slugOf(heading[2] ?? '');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    page.anchors.add(count === 0 ? slug : `${slug}-${count}`);
  }
  for (const [, id] of line.matchAll(/<a id="([^"]+)">/g)) page.anchors.add(id as string);
  for (const [, target] of line.matchAll(link)) {
    page.links.push(target as string);
    page.shape.push(`link ${target}`);
  }
  for (const [, name = '', target = ''] of line.matchAll(linkToFile))
    if (ourFile.test(name) && baseName(name) !== baseName(target.replace(/#.*$/, '')))
      page.misnamed.push(`${name} → ${target}`);
  const inText = line.replaceAll(link, (whole) => (/^\[`/.test(whole) ? '' : whole));
  for (const [, code] of inText.matchAll(codeSpan))
    if (ourFile.test(code as string)) page.namedFiles.push(code as string);
}

/** Like GitHub: lower case, no punctuation, hyphens for spaces. */
function slugOf(heading: string): string {
  return heading
    .replaceAll(link, (whole) => whole.slice(1, whole.indexOf(']')))
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

/** The blocks of TypeScript with imports, which are whole files, without a list's indentation. */
export function codeToCopy(text: string): { language: string; code: string }[] {
  const blocks = [...text.matchAll(/^( *)```(tsx?)\n(.*?)^ *```$/gms)];
  return blocks
    .map(([, indent = '', language = '', code = '']) => ({
      language,
      code: code.replaceAll(`\n${indent}`, '\n').trim(),
    }))
    .filter(({ code }) => /^import /m.test(code));
}

/**
 * Whether these are two languages of one link: `x.md` and `x.zh-CN.md`, or the vendor's English page and its Chinese
 * one.
 */
const inEnglish = (part: string) => part.replace(/\.zh-CN(?=\.(?:md|png)(?:#|$))/, '').replace('/intl/en-us/', '/');

/** Describes where the structures of two pages first differ. Undefined when they do not. */
export function firstDifference(one: Page, other: Page): string | undefined {
  const [a, b] = [one, other].map(({ shape }) => shape.map(inEnglish));
  const length = Math.max(a?.length ?? 0, b?.length ?? 0);
  for (let i = 0; i < length; i++) {
    const [left, right] = [a?.[i] ?? 'nothing more', b?.[i] ?? 'nothing more'];
    // Anchors come from headings, which are translated.
    if (left.replace(/#.*$/, '#') !== right.replace(/#.*$/, '#')) return `“${left}” there, “${right}” here`;
  }
  return undefined;
}

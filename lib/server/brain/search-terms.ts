/** The terms of a text in the index: English stems, and Chinese words by `Intl.Segmenter`. */

/** Chinese characters, or anything else written with letters and digits, such as `mss.47010046`. */
const RUNS = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+(?:[._-](?:(?!\p{Script=Han})[\p{L}\p{N}])+)*/gu;

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

export function termsOf(text: string): string[] {
  const normal = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’]s\b|['’]|\bmss\.(?=\d)/g, '');
  const terms: string[] = [];
  for (const run of normal.match(RUNS) ?? [])
    if (/\p{Script=Han}/u.test(run)) terms.push(...chineseTerms(run));
    else terms.push(stem(run));
  return terms;
}

/** A long word is also split into pairs of characters, because other sentences may segment it differently. */
function chineseTerms(run: string): string[] {
  const terms = new Set<string>();
  for (const { segment } of segmenter.segment(run)) terms.add(segment);
  for (let index = 0; index + 1 < run.length; index += 1) terms.add(run.slice(index, index + 2));
  return [...terms];
}

/** A small stemmer: "codes", "refused" and "signing" become "code", "refuse" and "sign". */
function stem(word: string): string {
  if (word.length <= 4) return word.length === 4 && /[^s]s$/.test(word) ? word.slice(0, -1) : word;
  return word.replace(/(?:ies|ied)$/, 'y').replace(/(?:ing|ed|es|s|e)$/, '');
}

const FILLERS = new Set([
  ...'a an the is are am be do does did can could would will i me my you your it its this that to of in on for with and or what which how why when where please tell about there have has was like know need if at by from who so very us we our they them he she his her any some mean should just get got also then now may might must really actually exactly here'
    .split(' ')
    .map(stem),
  ...'什么 是什 么是 么意 意思 怎么 么样 怎样 吗 呢 的 了 是 有 请问 为什么 为什 可以 一下 我 你 它 这个 那个 会 能 要 和 里 啊 谁 是谁 你是'.split(
    ' ',
  ),
]);

/** Words with little meaning. */
export const isFiller = (term: string): boolean => FILLERS.has(term);

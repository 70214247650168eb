/**
 * How near a question is to each of many known phrasings: words (English) and pairs of characters (Chinese), weighed by
 * how rare they are among the phrasings. Pure; knows nothing of what the phrasings mean.
 */

/** Words that say little; they only tip the balance ("how are you" consists of nothing else). */
const FILLERS = new Set(
  'a an the is are am be do does did can could would will i me my you your it its this that to of in on for with and or what which how why when where please tell about there have has was like know need'.split(
    ' ',
  ),
);
const FILLER_WEIGHT = 0.25;
/** A word in no phrasing speaks against all of them, though less than a rare one speaks for its own. */
const UNKNOWN_INVERSE_FREQUENCY = 60;
const CHINESE_FILLERS = new Set(['什么', '是什', '怎么', '么样', '吗', '的', '了', '请问', '为什', '可以', '一下']);

type Bag = Map<string, number>;

function tokensOf(text: string): string[] {
  const normal = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’]s\b|['’]/g, '');
  const tokens: string[] = [];
  for (const run of normal.match(/\p{Script=Han}+|[\p{L}\p{N}]+(?:[.-][\p{L}\p{N}]+)*/gu) ?? []) {
    if (!/\p{Script=Han}/u.test(run)) tokens.push(stem(run));
    else if (run.length === 1) tokens.push(run);
    else for (let index = 0; index + 1 < run.length; index += 1) tokens.push(run.slice(index, index + 2));
  }
  return tokens;
}

/** Just enough for "codes", "refused" and "signing" to meet "code", "refuse" and "sign". */
function stem(word: string): string {
  if (word.length <= 4) return word.length === 4 && /[^s]s$/.test(word) ? word.slice(0, -1) : word;
  return word.replace(/(?:ies|ied)$/, 'y').replace(/(?:ing|ed|es|s|e)$/, '');
}

export class Similarity {
  readonly #weights: Bag;
  readonly #phrasings: readonly Bag[];

  constructor(phrasings: readonly string[]) {
    const tokenLists = phrasings.map(tokensOf);
    const seen: Bag = new Map();
    for (const tokens of tokenLists) for (const token of new Set(tokens)) seen.set(token, (seen.get(token) ?? 0) + 1);
    this.#weights = new Map([...seen].map(([token, count]) => [token, this.#rarity(token, phrasings.length / count)]));
    this.#phrasings = tokenLists.map((tokens) => this.#bag(tokens));
  }

  /** For each phrasing, 0 (nothing in common) to 1 (the same words). */
  scores(question: string): number[] {
    const asked = this.#bag(tokensOf(question));
    return this.#phrasings.map((phrasing) => cosine(asked, phrasing));
  }

  #bag(tokens: readonly string[]): Bag {
    return new Map(
      tokens.map((token) => [token, this.#weights.get(token) ?? this.#rarity(token, UNKNOWN_INVERSE_FREQUENCY)]),
    );
  }

  #rarity(token: string, inverseFrequency: number): number {
    const weight = Math.log(1 + inverseFrequency);
    return FILLERS.has(token) || CHINESE_FILLERS.has(token) ? weight * FILLER_WEIGHT : weight;
  }
}

function cosine(one: Bag, other: Bag): number {
  let shared = 0;
  for (const [token, weight] of one) if (other.has(token)) shared += weight * weight;
  return shared === 0 ? 0 : shared / (norm(one) * norm(other));
}

const norm = (bag: Bag): number => Math.sqrt([...bag.values()].reduce((sum, weight) => sum + weight * weight, 0));

/** Questions that make sense only after another one: "and in Chinese?", "tell me more", "what did I ask?". Pure. */

export type FollowUp = 'in-chinese' | 'in-english' | 'more' | 'repeat' | 'what-did-i-ask';

const patterns: readonly (readonly [FollowUp, RegExp])[] = [
  [
    'what-did-i-ask',
    /\bwhat did i (?:just )?(?:ask|say)\b|\bmy (?:last|previous) question\b|我(?:刚才|刚刚|之前)?问了?(?:你)?(?:什么|啥)|上一个问题/i,
  ],
  [
    'in-chinese',
    /^(?:and |now |please |say (?:it|that) |again )*in (?:chinese|mandarin)\b|用中文|中文怎么说|^中文呢?$/i,
  ],
  [
    'in-english',
    /^(?:and |now |please |say (?:it|that) |again )*in english\b|用英[文语]|英[文语]怎么说|^英[文语]呢?$/i,
  ],
  [
    'more',
    /^(?:please )?(?:(?:tell me|say|know) )?(?:a bit |some |any)?more\b|\bmore details?\b|^go on\b|^(?:and|what) else\b|^another one\b|再说说|多说[一点些]|详细|继续|还有呢|再来一个/i,
  ],
  ['repeat', /^(?:please )?(?:repeat|say (?:that|it) again|again|pardon)\b|再说一[遍次]|重复|没听清/i],
];

export function followUpOf(question: string): FollowUp | null {
  const text = question.trim();
  return patterns.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

/** "How long does it live?": the thing meant was named before. */
export const pointsBack = (question: string): boolean =>
  /\b(?:it|its|that|this|they|them|one)\b|[它他她]|这个|那个/i.test(question);

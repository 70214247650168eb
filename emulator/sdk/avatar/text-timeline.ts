// Estimates speech sounds and their times from text, for lips without a voice of our own: spelling rules for Latin
// scripts, one open-and-close syllable per character for the rest. Good enough for lips, but not a pronunciation.

import type { Phoneme } from '../presenter';

export interface TextPhoneme extends Phoneme {
  /** Where in the text the sound comes from, for corrections at the word boundaries of a browser voice. */
  charIndex: number;
}

/** Longest spellings first: the first matching rule wins. */
const spellings: readonly [RegExp, phones: readonly string[], seconds: number][] = [
  [/^(sch|sh|tch|ch|zh|j)/, ['ch'], 0.1],
  [/^th/, ['dh'], 0.08],
  [/^(ph|f|v|w(?=[^aeiou]))/, ['f'], 0.08],
  [/^qu/, ['k', 'w'], 0.13],
  [/^(ng|nk)/, ['ng'], 0.08],
  [/^(ee|ea|ie|y(?=$|[^a-z]))/, ['iy'], 0.13],
  [/^(oo|ou|ü|ue|u)/, ['uw'], 0.12],
  [/^(ow|oa|o|ö)/, ['ow'], 0.13],
  [/^(ai|ay|ei|ey)/, ['ey'], 0.15],
  [/^(igh|i(?=[^aeiou]e))/, ['ay'], 0.15],
  [/^[aäáàâå]/, ['aa'], 0.12],
  [/^[eéèê](?=$|[^a-z])/, ['ax'], 0.05],
  [/^[eéèê]/, ['eh'], 0.1],
  [/^[iíy]/, ['ih'], 0.09],
  [/^(bb?|pp?|mm?)/, ['p'], 0.08],
  [/^(ss?|z|ç|c(?=[eiy])|x)/, ['s'], 0.1],
  [/^r+/, ['r'], 0.07],
  [/^w/, ['w'], 0.08],
  [/^l+/, ['l'], 0.07],
  [/^(d+|t+)/, ['d'], 0.07],
  [/^n+/, ['n'], 0.07],
  [/^[kcghq]+/, ['k'], 0.07],
];
const consonants = ['k', 'n', 's', 'm', 'sh'] as const;
const vowels = ['aa', 'iy', 'ow', 'eh', 'uw'] as const;
const digitWords = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

const LEAD_IN_SECONDS = 0.12;
const LEAD_OUT_SECONDS = 0.3;
const SPACE_SECONDS = 0.02;
const CLAUSE_PAUSE_SECONDS = 0.22;
const SENTENCE_PAUSE_SECONDS = 0.42;
/** A Mandarin syllable takes about a fifth of a second. */
const SYLLABLE_SECONDS = [0.06, 0.15] as const;

const tokenPattern = /\d|[^\P{L}\p{Script=Han}]+|\p{Script=Han}|[.,;:!?。，、；：！？…-]|\s+/gu;

export function textTimeline(text: string): TextPhoneme[] {
  const timeline: TextPhoneme[] = [];
  let atSeconds = 0;
  const add = (charIndex: number, phone: string, seconds: number) => {
    timeline.push({ phone, startSeconds: atSeconds, endSeconds: atSeconds + seconds, charIndex });
    atSeconds += seconds;
  };
  const spell = (word: string, charIndex: number) => {
    let rest = word;
    while (rest) {
      const [pattern, phones, seconds] = spellings.find(([rule]) => rule.test(rest)) ?? [];
      const spelled = pattern && rest.match(pattern)?.[0];
      if (spelled && phones && seconds) {
        for (const phone of phones) add(charIndex, phone, seconds / phones.length);
        rest = rest.slice(spelled.length);
        continue;
      }
      const codePoint = rest.codePointAt(0) ?? 0;
      add(charIndex, consonants[codePoint % consonants.length] ?? 'k', SYLLABLE_SECONDS[0]);
      add(charIndex, vowels[(codePoint % 7) % vowels.length] ?? 'aa', SYLLABLE_SECONDS[1]);
      rest = rest.slice(String.fromCodePoint(codePoint).length);
    }
  };

  add(0, 'pau', LEAD_IN_SECONDS);
  for (const { 0: token, index } of text.toLowerCase().matchAll(tokenPattern)) {
    if (/^\s/.test(token)) add(index, 'pau', SPACE_SECONDS);
    else if (/^\d/.test(token)) spell(digitWords[Number(token)] ?? '', index);
    else if (/^[.!?。！？…]/.test(token)) add(index, 'pau', SENTENCE_PAUSE_SECONDS);
    else if (/^[,;:，、；：-]/.test(token)) add(index, 'pau', CLAUSE_PAUSE_SECONDS);
    else spell(token, index);
  }
  add(text.length, 'pau', LEAD_OUT_SECONDS);
  return timeline;
}

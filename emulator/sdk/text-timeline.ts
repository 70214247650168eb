// Guesses when which sound would be spoken from the text alone, for lips without a voice: Latin letters by simple
// spelling rules, everything else as one open syllable a character. ARPAbet names, as the voice gives them.
import type { Phoneme } from './presenter';

const SYLLABLE_SECONDS = 0.2;
const SENTENCE_PAUSE_SECONDS = 0.3;
const COMMA_PAUSE_SECONDS = 0.18;

const spellings: readonly (readonly [pattern: RegExp, phone: string, seconds: number])[] = [
  [/^(?:sh|ch|tch|j)/, 'ch', 0.1],
  [/^th/, 'dh', 0.08],
  [/^(?:ph|f+|v)/, 'f', 0.08],
  [/^(?:b+|p+|m+)/, 'p', 0.08],
  [/^(?:s+|z|c(?=[eiy])|x)/, 's', 0.1],
  [/^(?:ee|ea|ie|i|y)/, 'iy', 0.11],
  [/^(?:oo|ou|u)/, 'uw', 0.11],
  [/^(?:oa|ow|o)/, 'ow', 0.12],
  [/^(?:ai|ay|a)/, 'aa', 0.13],
  [/^e(?=\W|$)/, 'ax', 0.04],
  [/^e/, 'eh', 0.1],
  [/^w/, 'w', 0.08],
  [/^r+/, 'r', 0.07],
  [/^[a-z]/, 'd', 0.07],
];

const syllables = ['aa', 'iy', 'ow', 'eh', 'uw'] as const;

export function textTimeline(text: string): Phoneme[] {
  const phonemes: Phoneme[] = [];
  let at = 0;
  const add = (phone: string, seconds: number) => {
    phonemes.push({ phone, startSeconds: at, endSeconds: at + seconds });
    at += seconds;
  };
  let rest = text.toLowerCase();
  while (rest) {
    const spelling = spellings.find(([pattern]) => pattern.test(rest));
    const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
    if (spelling) add(spelling[1], spelling[2]);
    else if (/[.!?。！？…]/.test(character)) add('pau', SENTENCE_PAUSE_SECONDS);
    else if (/[,;:，；：、]/.test(character)) add('pau', COMMA_PAUSE_SECONDS);
    else if (/[\p{L}\p{N}]/u.test(character))
      add(syllables[phonemes.length % syllables.length] ?? 'aa', SYLLABLE_SECONDS);
    else add('pau', 0.03);
    rest = rest.slice(spelling ? (spelling[0].exec(rest)?.[0].length ?? 1) : character.length);
  }
  return phonemes;
}

/**
 * Approximates a Chinese text by English phones, which Flite can speak. It does not sound like Mandarin, but it has the
 * right mouths in the right order for the script of the lips.
 */
import { pinyin } from 'pinyin-pro';
import { textTimeline } from '../sdk/avatar/text-timeline';

const phonesOfInitial: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...'bpmfdtnlgksr'].map((letter) => [letter, letter])),
  h: 'hh',
  j: 'jh',
  q: 'ch',
  x: 'sh',
  zh: 'jh',
  ch: 'ch',
  sh: 'sh',
  z: 'd z',
  c: 't s',
};

const phonesOfFinal: Readonly<Record<string, string>> = {
  a: 'aa',
  o: 'w ao',
  e: 'ah',
  ê: 'eh',
  i: 'iy',
  u: 'uw',
  ü: 'y uw',
  ai: 'ay',
  ei: 'ey',
  ao: 'aw',
  ou: 'ow',
  an: 'aa n',
  en: 'ax n',
  ang: 'aa ng',
  eng: 'ah ng',
  ong: 'uh ng',
  er: 'er',
  ia: 'y aa',
  ie: 'y eh',
  iao: 'y aw',
  iu: 'y ow',
  ian: 'y eh n',
  in: 'iy n',
  iang: 'y aa ng',
  ing: 'iy ng',
  iong: 'y uh ng',
  ua: 'w aa',
  uo: 'w ao',
  uai: 'w ay',
  ui: 'w ey',
  uan: 'w aa n',
  un: 'w ax n',
  uang: 'w aa ng',
  ueng: 'w ah ng',
  üe: 'w eh',
  üan: 'w eh n',
  ün: 'y uw n',
};

/** `y` and `w` spell finals at the start of a syllable. */
const wholeSyllables: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['i', 'ia', 'ie', 'iao', 'ian', 'in', 'iang', 'ing', 'iong'].map((final) => [
      final === 'i' || final.startsWith('in') ? `y${final}` : `y${final.slice(1)}`,
      final,
    ]),
  ),
  ...Object.fromEntries(['ü', 'üe', 'üan', 'ün'].map((final) => [`yu${final.slice(1)}`, final])),
  ...Object.fromEntries(['ua', 'uo', 'uai', 'uan', 'uang', 'ueng'].map((final) => [`w${final.slice(1)}`, final])),
  you: 'iu',
  wu: 'u',
  wei: 'ui',
  wen: 'un',
};

/** After these the letter i is a hum, not ee. */
const hummed = /^([zcs]h?|r)i$/;
const digits = '零一二三四五六七八九';

function phonesOfSyllable(syllable: string): string {
  const final = wholeSyllables[syllable];
  if (final) return phonesOfFinal[final] ?? '';
  const [, initial = '', rest = ''] = /^([zcs]h|[bpmfdtnlgkhjqxrzcs])?(.*)$/.exec(syllable) ?? [];
  const vowel = hummed.test(syllable) ? 'ih' : phonesOfFinal[/^[jqx]$/.test(initial) ? rest.replace(/^u/, 'ü') : rest];
  return `${phonesOfInitial[initial] ?? ''} ${vowel ?? 'ah'}`.trim();
}

/** Returns undefined when the text is not Chinese. */
export function mandarinPhones(text: string): string | undefined {
  if (!/\p{Script=Han}/u.test(text) || /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return undefined;
  const spelledOut = text.replace(/\d/g, (digit) => digits[Number(digit)] ?? '');
  const phones = [...spelledOut.matchAll(/\p{Script=Han}+|[^\p{Script=Han}]+/gu)].flatMap(([part]) =>
    /\p{Script=Han}/u.test(part)
      ? pinyin(part, { toneType: 'none', type: 'array' }).map(phonesOfSyllable)
      : phonesOfRest(part),
  );
  return ['pau', ...phones, 'pau'].filter(Boolean).join(' ');
}

const phonesOfRest = (text: string): string[] =>
  textTimeline(text)
    .slice(1, -1)
    .map(({ phone }) => phone);

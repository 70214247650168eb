// Chooses the browser's voice for a text: a voice of this machine in the text's language.

/** Browsers load their voices on the first request and fire an event when they have them. */
const VOICES_TIMEOUT_MS = 500;
const waitedFor = new WeakSet<SpeechSynthesis>();

export const hasVoices = (synthesis: SpeechSynthesis): boolean => synthesis.getVoices().length > 0;

/** Waits only once: a headless browser never has any. */
export function voicesLoaded(synthesis: SpeechSynthesis): Promise<void> {
  if (waitedFor.has(synthesis)) return Promise.resolve();
  waitedFor.add(synthesis);
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, VOICES_TIMEOUT_MS);
    const finish = () => {
      clearTimeout(timer);
      resolve();
    };
    synthesis.addEventListener('voiceschanged', finish, { once: true });
  });
}

/** Tags as browsers write them: `zh-CN`, `zh_CN`, `cmn-Hans-CN`. For Chinese, Mandarin before Cantonese. */
export function localVoice(voices: SpeechSynthesisVoice[], text: string): SpeechSynthesisVoice | undefined {
  const language = languageOf(text);
  if (language === undefined) return undefined;
  const tags = language === 'zh' ? /^(zh|cmn)\b/ : new RegExp(`^${language}\\b`);
  const tagOf = ({ lang }: SpeechSynthesisVoice) => lang.replace('_', '-').toLowerCase();
  const distance = (voice: SpeechSynthesisVoice) =>
    language !== 'zh' ? 0 : [/hans|-cn|^cmn/, /^zh$/, /-tw|hant/].findIndex((tag) => tag.test(tagOf(voice))) >>> 0;
  return voices
    .filter((voice) => voice.localService && tags.test(tagOf(voice)))
    .sort((one, other) => distance(one) - distance(other))[0];
}

/** Japanese first, because it also uses Chinese characters. */
const scripts: readonly (readonly [RegExp, language: string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja'],
  [/\p{Script=Han}/u, 'zh'],
  [/\p{Script=Hangul}/u, 'ko'],
  [/\p{Script=Cyrillic}/u, 'ru'],
  [/\p{Script=Arabic}/u, 'ar'],
  [/\p{Script=Hebrew}/u, 'he'],
  [/\p{Script=Thai}/u, 'th'],
  [/\p{Script=Devanagari}/u, 'hi'],
  [/\p{Script=Greek}/u, 'el'],
  [/[\p{Script=Latin}\d]/u, 'en'],
];

const languageOf = (text: string): string | undefined => scripts.find(([script]) => script.test(text))?.[1];

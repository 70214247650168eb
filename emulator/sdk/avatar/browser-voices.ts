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
  const tags = language === 'zh' ? /^(zh|cmn)\b/ : new RegExp(`^${language}\\b`);
  const tagOf = ({ lang }: SpeechSynthesisVoice) => lang.replace('_', '-').toLowerCase();
  const distance = (voice: SpeechSynthesisVoice) =>
    language !== 'zh' ? 0 : [/hans|-cn|^cmn/, /^zh$/, /-tw|hant/].findIndex((tag) => tag.test(tagOf(voice))) >>> 0;
  return voices
    .filter((voice) => voice.localService && tags.test(tagOf(voice)))
    .sort((one, other) => distance(one) - distance(other))[0];
}

function languageOf(text: string): string {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  if (/\p{Script=Han}/u.test(text)) return 'zh';
  if (/\p{Script=Hangul}/u.test(text)) return 'ko';
  if (/\p{Script=Cyrillic}/u.test(text)) return 'ru';
  if (/\p{Script=Arabic}/u.test(text)) return 'ar';
  return 'en';
}

// Speaks with a voice of the browser, for languages the emulator's own voice does not know. Only voices that run on this
// machine: Chrome's "Google ..." voices send the text to a server. The sound goes straight to the loudspeaker: no browser
// lets it into a MediaStream.

import { type TextPhoneme, textTimeline } from './text-timeline';

export interface BrowserSpeech {
  phonemes: readonly TextPhoneme[];
  clock: () => number;
  ended: Promise<void>;
}

/** Headless browsers have the interface and no voice behind it, and may fire no event at all. */
const START_TIMEOUT_MS = 1_500;
/** A voice may be slower than the guess from the text; this much longer it has hung. */
const MAX_STRETCH = 3;

interface BrowserSpeechLimits {
  /** Ends it. */
  signal: AbortSignal;
  /** Aborted when the sound is turned off: the rest goes on in silence, for the lips. */
  unmuted: AbortSignal;
}

/** Gives nothing when no local voice speaks the language, none starts, or the sound is off. */
export async function speakWithBrowser(
  text: string,
  { signal, unmuted }: BrowserSpeechLimits,
): Promise<BrowserSpeech | undefined> {
  const synthesis = globalThis.speechSynthesis;
  const voice = synthesis
    ?.getVoices()
    .find(({ localService, lang }) => localService && lang.startsWith(languageOf(text)));
  if (!voice || signal.aborted || unmuted.aborted) return undefined;
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = voice;
  utterance.lang = voice.lang;
  const phonemes = textTimeline(text);
  const guessedMs = (phonemes.at(-1)?.endSeconds ?? 0) * 1000;
  const silence = () => synthesis.cancel();
  for (const end of [signal, unmuted]) end.addEventListener('abort', silence, { once: true });

  // The guess drifts from the voice; each word that begins sets it right.
  let zeroMs: number | undefined;
  const clock = () => (zeroMs === undefined ? 0 : (performance.now() - zeroMs) / 1000);
  const ended = new Promise<void>((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      for (const end of [signal, unmuted]) end.removeEventListener('abort', silence);
      resolve();
    };
    let timer = setTimeout(silence, START_TIMEOUT_MS + guessedMs * MAX_STRETCH);
    const goOnInSilence = () => {
      clearTimeout(timer);
      timer = setTimeout(finish, guessedMs - clock() * 1000);
    };
    for (const event of ['end', 'error'])
      utterance.addEventListener(event, () => (unmuted.aborted && zeroMs !== undefined ? goOnInSilence() : finish()));
    signal.addEventListener('abort', finish, { once: true });
  });
  const started = new Promise<boolean>((resolve) => {
    const timer = setTimeout(resolve, START_TIMEOUT_MS, false);
    utterance.addEventListener('start', () => {
      clearTimeout(timer);
      zeroMs = performance.now();
      resolve(true);
    });
    void ended.then(() => resolve(false));
  });
  utterance.addEventListener('boundary', ({ charIndex }) => {
    const word = phonemes.find((phoneme) => phoneme.charIndex >= charIndex);
    if (word) zeroMs = performance.now() - word.startSeconds * 1000;
  });
  synthesis.speak(utterance);
  if (await started) return { phonemes, clock, ended };
  synthesis.cancel();
  return undefined;
}

function languageOf(text: string): string {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  if (/\p{Script=Han}/u.test(text)) return 'zh';
  if (/\p{Script=Hangul}/u.test(text)) return 'ko';
  if (/\p{Script=Cyrillic}/u.test(text)) return 'ru';
  if (/\p{Script=Arabic}/u.test(text)) return 'ar';
  return 'en';
}

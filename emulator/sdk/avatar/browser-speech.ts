// Speaks with a voice of the browser, for languages that the emulator's own voice does not support. It uses only voices
// of this machine: Chrome's "Google ..." voices send the text to a server. The sound goes straight to the loudspeaker,
// because no browser lets it into a MediaStream.

import { hasVoices, localVoice, voicesLoaded } from './browser-voices';
import { type TextPhoneme, textTimeline } from './text-timeline';

export interface BrowserSpeech {
  phonemes: readonly TextPhoneme[];
  clock: () => number;
  ended: Promise<void>;
}

/** Headless browsers have the interface without a voice, and may fire no event at all. */
const START_TIMEOUT_MS = 1_500;
/** A voice may be slower than the estimate. After this much longer it counts as hung. */
const MAX_STRETCH = 3;

interface BrowserSpeechLimits {
  /** Aborts to stop the voice. */
  signal: AbortSignal;
  /** Aborts when the sound is turned off. The lips then finish in silence. */
  unmuted: AbortSignal;
}

/** The pace of a voice relative to the estimate, learned from each utterance for the next. */
const paces = new Map<string, number>();
const SLOWEST = 0.5;
const FASTEST = 2;
/** Word boundaries closer than this say little about the pace. */
const PACE_SPAN_MS = 400;

/** Returns undefined when no local voice speaks the language, none starts, or the sound is off. */
export async function speakWithBrowser(
  text: string,
  { signal, unmuted }: BrowserSpeechLimits,
): Promise<BrowserSpeech | undefined> {
  const synthesis = globalThis.speechSynthesis;
  if (!synthesis) return undefined;
  if (!hasVoices(synthesis)) await voicesLoaded(synthesis);
  const voice = localVoice(synthesis.getVoices(), text);
  if (!voice || signal.aborted || unmuted.aborted) return undefined;
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = voice;
  utterance.lang = voice.lang;
  const phonemes = textTimeline(text);
  const guessedSeconds = phonemes.at(-1)?.endSeconds ?? 0;
  const silence = () => synthesis.cancel();
  for (const end of [signal, unmuted]) end.addEventListener('abort', silence, { once: true });

  // The estimate drifts from the voice. The start of each word corrects time and pace.
  let startMs: number | undefined;
  let known = { ms: 0, seconds: 0 };
  let pace = paces.get(voice.voiceURI) ?? 1;
  const clock = () => (startMs === undefined ? 0 : known.seconds + ((performance.now() - known.ms) / 1000) * pace);
  const learnPace = (fromMs: number, seconds: number) => {
    pace = Math.min(FASTEST, Math.max(SLOWEST, seconds / ((performance.now() - fromMs) / 1000)));
    paces.set(voice.voiceURI, pace);
  };
  const ended = new Promise<void>((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      for (const end of [signal, unmuted]) end.removeEventListener('abort', silence);
      resolve();
    };
    let timer = setTimeout(silence, START_TIMEOUT_MS + guessedSeconds * 1000 * MAX_STRETCH);
    const goOnInSilence = () => {
      clearTimeout(timer);
      timer = setTimeout(finish, ((guessedSeconds - clock()) / pace) * 1000);
    };
    utterance.addEventListener('end', () => {
      const lastSound = phonemes.findLast(({ phone }) => phone !== 'pau');
      if (startMs !== undefined && lastSound && !signal.aborted && !unmuted.aborted)
        learnPace(startMs, lastSound.endSeconds);
    });
    for (const event of ['end', 'error'])
      utterance.addEventListener(event, () => (unmuted.aborted && startMs !== undefined ? goOnInSilence() : finish()));
    signal.addEventListener('abort', finish, { once: true });
  });
  const started = new Promise<boolean>((resolve) => {
    const timer = setTimeout(resolve, START_TIMEOUT_MS, false);
    utterance.addEventListener('start', () => {
      clearTimeout(timer);
      startMs = performance.now();
      known = { ms: startMs, seconds: 0 };
      resolve(true);
    });
    void ended.then(() => resolve(false));
  });
  let firstWord: { ms: number; seconds: number } | undefined;
  utterance.addEventListener('boundary', ({ charIndex }) => {
    const word = phonemes.find((phoneme) => phoneme.charIndex >= charIndex && phoneme.phone !== 'pau');
    if (!word) return;
    known = { ms: performance.now(), seconds: word.startSeconds };
    firstWord ??= known;
    if (known.ms - firstWord.ms >= PACE_SPAN_MS) learnPace(firstWord.ms, known.seconds - firstWord.seconds);
  });
  synthesis.speak(utterance);
  if (await started) return { phonemes, clock, ended };
  synthesis.cancel();
  return undefined;
}

// The presenter's voice: speaks an answer sentence by sentence and loads the next during each. For each sentence it
// reports the speech sounds and a clock, for the lips. Where no voice speaks the language, the lips still move, timed
// from the text.

import type { Phoneme } from '../presenter';
import type { PresenterName } from '../presenter-of';
import { speakWithBrowser } from './browser-speech';
import { type FetchedSpeech, fetchSpeech } from './emulator-speech';
import { splitSentences } from './sentences';
import { textTimeline } from './text-timeline';

export interface SpokenSentence {
  text: string;
  phonemes: readonly Phoneme[];
  /** Seconds since the start of the sentence's sound. */
  clock: () => number;
  /** Why the sentence is silent although a voice speaks its language. */
  problem?: Error;
}

export interface VoiceOptions {
  /** The emulator's origin. */
  origin: string;
  /** The presenter. */
  name: PresenterName;
  /** The destination of the sound, such as a MediaStreamAudioDestinationNode. */
  output: AudioNode;
}

export interface Voice {
  /**
   * Speaks until the pieces end or stop() is called, and returns which. Calls `onSentence` at the start of each
   * sentence. A new call stops the previous one.
   */
  speak(
    pieces: AsyncIterable<string> | Iterable<string>,
    onSentence: (sentence: SpokenSentence) => void,
  ): Promise<'finished' | 'stopped'>;
  /** Stops at once: barge-in. */
  stop(): void;
  /** Mutes only sound outside the output, which the listener mutes: the browser's own voice. */
  setMuted(muted: boolean): void;
}

interface Prepared {
  text: string;
  sound: FetchedSpeech | undefined;
  problem?: Error;
}

/** From the decision to play to the first sample: time for the audio thread to prepare. */
const START_DELAY_SECONDS = 0.03;

export function createVoice({ origin, name, output }: VoiceOptions): Voice {
  let run = new AbortController();
  let unmuted = new AbortController();
  const stop = () => run.abort();

  // Starts the voice's thread, so the first sentence does not wait for it. A failure shows at the first sentence.
  void fetch(`${origin}/sdk-voice`).catch(() => undefined);

  async function prepare(text: string, signal: AbortSignal): Promise<Prepared> {
    try {
      return { text, sound: await fetchSpeech({ origin, name, text, context: output.context, signal }) };
    } catch (error) {
      signal.throwIfAborted();
      return { text, sound: undefined, problem: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  async function play(
    { text, sound, problem }: Prepared,
    onSentence: (sentence: SpokenSentence) => void,
    signal: AbortSignal,
  ): Promise<void> {
    if (sound && output.context.state === 'running') {
      const startSeconds = output.context.currentTime + START_DELAY_SECONDS;
      const ended = playBuffer(sound.buffer, output, startSeconds, signal);
      const clock = () => output.context.currentTime - startSeconds;
      onSentence({ text, phonemes: sound.phonemes, clock });
      return ended;
    }
    if (!sound && !problem) {
      const spoken = await speakWithBrowser(text, { signal, unmuted: unmuted.signal });
      if (spoken) {
        onSentence({ text, phonemes: spoken.phonemes, clock: spoken.clock });
        return spoken.ended;
      }
      if (signal.aborted) return;
    }
    const phonemes = sound?.phonemes ?? textTimeline(text);
    const startMs = performance.now();
    onSentence({ text, phonemes, clock: () => (performance.now() - startMs) / 1000, problem });
    return pause((phonemes.at(-1)?.endSeconds ?? 0) * 1000, signal);
  }

  return {
    stop,
    setMuted(muted) {
      if (muted) unmuted.abort();
      else if (unmuted.signal.aborted) unmuted = new AbortController();
    },
    async speak(pieces, onSentence) {
      stop();
      run = new AbortController();
      const { signal } = run;
      // The pieces of an answer may hang for ever. stop() must not wait for them.
      const stopped = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
      stopped.catch(() => undefined);
      const sentences = splitSentences(pieces);
      const prepareNext = async (): Promise<Prepared | undefined> => {
        const { value, done } = await sentences.next();
        return done ? undefined : prepare(value, signal);
      };
      try {
        let next = prepareNext();
        for (;;) {
          const prepared = await Promise.race([next, stopped]);
          if (!prepared) return 'finished';
          next = prepareNext();
          // The next round handles its failure. Until then it must not be an unhandled rejection.
          next.catch(() => undefined);
          await play(prepared, onSentence, signal);
          signal.throwIfAborted();
        }
      } catch (error) {
        if (signal.aborted) return 'stopped';
        throw error;
      }
    },
  };
}

function playBuffer(buffer: AudioBuffer, output: AudioNode, startSeconds: number, signal: AbortSignal): Promise<void> {
  const source = output.context.createBufferSource();
  source.buffer = buffer;
  source.connect(output);
  return new Promise((resolve) => {
    const silence = () => source.stop();
    // `ended` also fires after stop(), and in hidden tabs.
    source.addEventListener(
      'ended',
      () => {
        signal.removeEventListener('abort', silence);
        source.disconnect();
        resolve();
      },
      { once: true },
    );
    source.start(startSeconds);
    signal.addEventListener('abort', silence, { once: true });
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish, { once: true });
  });
}

// A voice without sound: a silent track for the line and sentences timed from their text.
import { textTimeline } from './text-timeline';
import type { Utterance, Voice } from './voice';

export function createSilentVoice(): Voice {
  const context = new AudioContext();
  const { stream } = context.createMediaStreamDestination();
  return {
    stream,
    prepare: async (sentence) => () => utter(sentence),
    dispose: () => void context.close(),
  };
}

function utter(sentence: string): Utterance {
  const phonemes = textTimeline(sentence);
  const beganAt = performance.now();
  let end = () => {};
  const finished = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, (phonemes.at(-1)?.endSeconds ?? 0) * 1000);
    end = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  return { phonemes, clock: () => (performance.now() - beganAt) / 1000, finished, stop: () => end() };
}

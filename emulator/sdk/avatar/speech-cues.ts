// What an utterance asks of the body besides the mouth: which vowels are stressed enough for a movement of the head, and where
// the pauses are. Handed out once each, as the speech's clock passes them.

import type { Phoneme } from '../presenter';
import { buildLipTrack, type LipTrack } from './lip-track';
import { isVowel } from './viseme';

const STRESSED_VOWEL_SECONDS = 0.085;
const PAUSE_SECONDS = 0.12;

export class SpeechCues {
  readonly lips: LipTrack;
  readonly endSeconds: number;
  readonly #beats: number[];
  readonly #pauses: number[];

  constructor(timeline: readonly Phoneme[]) {
    this.lips = buildLipTrack(timeline);
    this.endSeconds = timeline.at(-1)?.endSeconds ?? 0;
    const lasting = (seconds: number) => (phoneme: Phoneme) => phoneme.endSeconds - phoneme.startSeconds > seconds;
    this.#beats = timeline
      .filter(({ phone }) => isVowel(phone))
      .filter(lasting(STRESSED_VOWEL_SECONDS))
      // Every second one: a head that moves with each would look like a woodpecker's.
      .filter((_, index) => index % 2 === 0)
      .map(({ startSeconds }) => startSeconds);
    this.#pauses = timeline
      .filter(({ phone }) => phone === 'pau')
      .filter(lasting(PAUSE_SECONDS))
      .map(({ startSeconds }) => startSeconds);
  }

  takeBeats(seconds: number): number {
    return takePassed(this.#beats, seconds);
  }

  takePauses(seconds: number): number {
    return takePassed(this.#pauses, seconds);
  }
}

function takePassed(times: number[], seconds: number): number {
  const passed = times.findIndex((time) => time >= seconds);
  return times.splice(0, passed === -1 ? times.length : passed).length;
}

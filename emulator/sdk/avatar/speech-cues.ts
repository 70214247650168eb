// Cues in an utterance for the body: vowels stressed enough for a movement of the head, and pauses. Returns each cue
// once, when the speech's clock passes it.

import type { Phoneme } from '../presenter';
import { buildLipTrack, type LipTrack } from './lip-track';
import { isVowel } from './viseme';

const STRESSED_VOWEL_SECONDS = 0.085;
const PAUSE_SECONDS = 0.12;

export class SpeechCues {
  readonly lips: LipTrack;
  readonly #beats: number[];
  readonly #pauses: number[];

  constructor(timeline: readonly Phoneme[]) {
    this.lips = buildLipTrack(timeline);
    const starts = (isWanted: (phone: string) => boolean, longerThanSeconds: number) =>
      timeline
        .filter(
          ({ phone, startSeconds, endSeconds }) => isWanted(phone) && endSeconds - startSeconds > longerThanSeconds,
        )
        .map(({ startSeconds }) => startSeconds);
    // Every second one: nodding at each looks mechanical.
    this.#beats = starts(isVowel, STRESSED_VOWEL_SECONDS).filter((_, index) => index % 2 === 0);
    this.#pauses = starts((phone) => phone === 'pau', PAUSE_SECONDS);
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

/**
 * Finds the speech sounds in a sound without phonemes.
 *
 * It runs on the server, so that the timeline uses the same lips as Flite's phones, with coarticulation, and a test can
 * measure it. It does not use HeadAudio's own visemes for English: on eight sentences with known phones, its classifier
 * closed the lips for one in seven of the sounds p, b, m. Flite knows the sounds of a text, and HeadAudio's features
 * show when they come: Flite speaks the text too, and dynamic time warping aligns its phones with the sound. Figures:
 * emulator/README.md.
 */
import { setImmediate } from 'node:timers/promises';
import type { Phoneme } from '../sdk/presenter';
import { framesOf, mouthsHeardIn, type SoundFrame } from './sound-features';
import { type Sound, type Speech, secondsOf } from './speech';

/** A phone of the table of mouths for each of HeadAudio's visemes, in its order. */
const phoneOfViseme = ['aa', 'eh', 'iy', 'ao', 'uw', 'p', 's', 'th', 'd', 'f', 'k', 'n', 'r', 'ch', 'pau'];
/** The delay of HeadAudio, in seconds. */
const FRAME_SECONDS = 0.016;
/** Quieter than the loudest by this many powers of ten is silence. */
const SILENCE = -4;
const FEATURES = 12;
/** The weight of a loudness difference of one power of ten, relative to the features. */
const LOUDNESS_WEIGHT = 0.6;
/** The cost of aligning two frames with one, against drift without a reason. */
const STEP_PENALTY = 0.1;
const ROWS_AT_ONCE = 50;
/** A longer silence is not a closed p, but a pause that Flite did not make. */
const PAUSE_SECONDS = 0.14;

/** @param script the same text, spoken by Flite. Without it, HeadAudio guesses the sounds */
export async function lipsFromSound(sound: Sound, script: Speech | undefined): Promise<Phoneme[]> {
  const frames = await framesOf(sound);
  if (!script || spokenFrames(frames).length === 0) return heardPhonemes(sound);
  return withPauses(await warp(script.phonemes, await framesOf(script), frames, secondsOf(sound)), frames);
}

async function heardPhonemes(sound: Sound): Promise<Phoneme[]> {
  const end = secondsOf(sound);
  const phonemes: Phoneme[] = [{ phone: 'pau', startSeconds: 0, endSeconds: end }];
  for (const { seconds, viseme } of await mouthsHeardIn(sound)) {
    const phone = phoneOfViseme[viseme] ?? 'pau';
    const last = phonemes.at(-1);
    if (!last) continue;
    // HeadAudio reports nothing during silence.
    const wasSilent = last.phone !== 'pau' && seconds - last.endSeconds > 3 * FRAME_SECONDS;
    if (wasSilent) phonemes.push({ phone: 'pau', startSeconds: last.endSeconds, endSeconds: seconds });
    const before = phonemes.at(-1);
    if (!before) continue;
    if (before.phone === phone) {
      before.endSeconds = seconds + FRAME_SECONDS;
      continue;
    }
    before.endSeconds = seconds;
    phonemes.push({ phone, startSeconds: seconds, endSeconds: seconds + FRAME_SECONDS });
  }
  const last = phonemes.at(-1);
  if (last && last.endSeconds < end) phonemes.push({ phone: 'pau', startSeconds: last.endSeconds, endSeconds: end });
  return phonemes;
}

async function warp(
  phonemes: readonly Phoneme[],
  scriptFrames: SoundFrame[],
  frames: SoundFrame[],
  endSeconds: number,
): Promise<Phoneme[]> {
  const script = normalised(spokenFrames(scriptFrames));
  const times = await warpedTimes(script, normalised(spokenFrames(frames)));
  const at = (seconds: number) => {
    const after = script.findIndex((frame) => frame.seconds >= seconds);
    const [one, two] = after === -1 ? [times.length - 1, times.length - 1] : [Math.max(0, after - 1), after];
    const [from, to] = [script[one]?.seconds ?? 0, script[two]?.seconds ?? 0];
    const share = to > from ? (seconds - from) / (to - from) : 0;
    const beyond = one === two ? seconds - from : 0;
    const warped = (times[one] ?? 0) + share * ((times[two] ?? 0) - (times[one] ?? 0)) + beyond;
    return Math.min(endSeconds, Math.max(0, warped));
  };
  return phonemes.map(({ phone, startSeconds, endSeconds: end }) => ({
    phone,
    startSeconds: at(startSeconds),
    endSeconds: at(end),
  }));
}

/** Removes the pauses: two speakers pause at different places. */
function spokenFrames(frames: SoundFrame[]): SoundFrame[] {
  const pauses = silences(frames);
  return frames.filter(
    ({ seconds }) => !pauses.some(({ startSeconds, endSeconds }) => startSeconds <= seconds && seconds < endSeconds),
  );
}

/** Normalises the voice: each feature has mean 0 and deviation 1 over the audible frames. */
function normalised(frames: SoundFrame[]): SoundFrame[] {
  const sounding = frames.filter(({ loudness }) => loudness > SILENCE);
  const scale = Array.from({ length: FEATURES }, (_, index) => {
    const values = sounding.map(({ features }) => features[index] ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    return { mean, deviation: deviation || 1 };
  });
  return frames.map(({ seconds, features, loudness }) => ({
    seconds,
    features: features.map((value, index) => (value - (scale[index]?.mean ?? 0)) / (scale[index]?.deviation ?? 1)),
    loudness: Math.max(SILENCE - 1, loudness),
  }));
}

function difference(one: SoundFrame, other: SoundFrame): number {
  let squares = 0;
  if (one.loudness > SILENCE && other.loudness > SILENCE)
    for (let index = 0; index < FEATURES; index++)
      squares += ((one.features[index] ?? 0) - (other.features[index] ?? 0)) ** 2;
  return Math.sqrt(squares / FEATURES) + LOUDNESS_WEIGHT * Math.abs(one.loudness - other.loudness);
}

/**
 * Returns for each frame of the script when its sound comes in the other: dynamic time warping (Sakoe and Chiba 1978).
 */
async function warpedTimes(script: readonly SoundFrame[], frames: readonly SoundFrame[]): Promise<number[]> {
  const width = frames.length;
  const costs = new Float64Array(script.length * width);
  const cost = (row: number, column: number) =>
    row < 0 || column < 0 ? Number.POSITIVE_INFINITY : (costs[row * width + column] ?? 0);
  for (const [row, scriptFrame] of script.entries()) {
    // Lets the emulator answer other requests in between.
    if (row % ROWS_AT_ONCE === 0) await setImmediate();
    frames.forEach((frame, column) => {
      const best = Math.min(
        cost(row - 1, column - 1),
        cost(row - 1, column) + STEP_PENALTY,
        cost(row, column - 1) + STEP_PENALTY,
      );
      costs[row * width + column] = difference(scriptFrame, frame) + (row + column === 0 ? 0 : best);
    });
  }
  const sums = script.map(() => 0);
  const counts = script.map(() => 0);
  for (let [row, column] = [script.length - 1, width - 1]; row >= 0 && column >= 0; ) {
    sums[row] = (sums[row] ?? 0) + (frames[column]?.seconds ?? 0);
    counts[row] = (counts[row] ?? 0) + 1;
    const [both, up, left] = [
      cost(row - 1, column - 1),
      cost(row - 1, column) + STEP_PENALTY,
      cost(row, column - 1) + STEP_PENALTY,
    ];
    if (both <= up && both <= left) [row, column] = [row - 1, column - 1];
    else if (up <= left) row--;
    else column--;
  }
  return sums.map((sum, row) => sum / (counts[row] || 1));
}

/** Shuts the mouth where the sound pauses, whatever phone is aligned there. */
function withPauses(phonemes: readonly Phoneme[], frames: readonly SoundFrame[]): Phoneme[] {
  return silences(frames).reduce<Phoneme[]>(
    (spoken, { startSeconds, endSeconds }) => {
      const pause = { phone: 'pau', startSeconds, endSeconds };
      const before = spoken
        .filter((phoneme) => phoneme.startSeconds < startSeconds)
        .map((phoneme) => ({ ...phoneme, endSeconds: Math.min(phoneme.endSeconds, startSeconds) }));
      const after = spoken
        .filter((phoneme) => phoneme.endSeconds > endSeconds)
        .map((phoneme) => ({ ...phoneme, startSeconds: Math.max(phoneme.startSeconds, endSeconds) }));
      return [...before, pause, ...after];
    },
    [...phonemes],
  );
}

function silences(frames: readonly SoundFrame[]): { startSeconds: number; endSeconds: number }[] {
  const found: { startSeconds: number; endSeconds: number }[] = [];
  let start: number | undefined;
  for (const { seconds, loudness } of frames) {
    if (loudness > SILENCE) {
      if (start !== undefined && seconds - start >= PAUSE_SECONDS)
        found.push({ startSeconds: start, endSeconds: seconds });
      start = undefined;
    } else start ??= seconds;
  }
  const last = frames.at(-1)?.seconds ?? 0;
  if (start !== undefined && last - start >= PAUSE_SECONDS) found.push({ startSeconds: start, endSeconds: last });
  return found;
}

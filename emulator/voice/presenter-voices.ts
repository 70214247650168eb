/**
 * How each presenter sounds: with Flite's female voice `slt` or its male voice `rms`. Flite 2's clustergen voices ignore
 * its pitch settings (`int_f0_target_mean`, `f0_shift`: the sound is the same byte for byte), so the pitch comes from
 * playing the samples faster or slower and Flite's `duration_stretch` takes the tempo back.
 */
import type { PresenterName } from '../sdk/presenter-of';

export interface PresenterVoice {
  isMale?: true;
  /** Pitch, and with it the size of the vocal tract, relative to the voice. */
  pitch: number;
  /** Length of an utterance relative to the voice's own pace. */
  pace: number;
}

export const presenterVoices: Record<PresenterName, PresenterVoice> = {
  ada: { pitch: 1, pace: 1.02 },
  mei: { pitch: 1.08, pace: 1.04 },
  zuri: { isMale: true, pitch: 1, pace: 0.98 },
};

/** Flite's command-line settings for a voice. */
export function fliteSettings({ isMale, pitch, pace }: PresenterVoice): string[] {
  return ['-voice', isMale ? 'rms' : 'slt', '--setf', `duration_stretch=${(pitch * pace).toFixed(3)}`];
}

/**
 * The voice of each presenter: Flite's female voice `slt` or its male voice `rms`. Flite 2's clustergen voices ignore
 * its pitch settings (with `int_f0_target_mean` or `f0_shift` the sound is byte for byte the same), so playing the
 * samples faster or slower sets the pitch, and Flite's `duration_stretch` restores the tempo.
 */
import type { PresenterName } from '../sdk/presenter-of';

export interface PresenterVoice {
  isMale?: true;
  /** Pitch, and with it the size of the vocal tract, relative to the voice's own. */
  pitch: number;
  /** Length of an utterance relative to the voice's own pace. */
  pace: number;
}

export const presenterVoices: Record<PresenterName, PresenterVoice> = {
  ada: { pitch: 1, pace: 1.02 },
  mei: { pitch: 1.08, pace: 1.04 },
  zuri: { isMale: true, pitch: 1, pace: 0.98 },
};

/** Flite's command-line arguments for a voice. */
export function fliteSettings({ isMale, pitch, pace }: PresenterVoice): string[] {
  return ['-voice', isMale ? 'rms' : 'slt', '--setf', `duration_stretch=${(pitch * pace).toFixed(3)}`];
}

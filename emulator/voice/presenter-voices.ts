/**
 * How each presenter sounds. All three speak with Flite's female voice `slt`. Flite 2's clustergen voices ignore its
 * pitch settings (`int_f0_target_mean`, `f0_shift`: the sound is the same byte for byte), so the pitch comes from
 * playing the samples faster or slower and Flite's `duration_stretch` takes the tempo back.
 */

export interface PresenterVoice {
  /** Pitch, and with it the size of the vocal tract, relative to `slt`. */
  pitch: number;
  /** Length of an utterance relative to `slt`'s own pace. */
  pace: number;
}

const presenterVoices = new Map<string, PresenterVoice>([
  ['ada', { pitch: 1, pace: 1.02 }],
  ['mei', { pitch: 1.08, pace: 1.04 }],
  ['zuri', { pitch: 0.94, pace: 1 }],
]);

export const presenterVoiceNames = [...presenterVoices.keys()];

export function presenterVoice(name: string): PresenterVoice | undefined {
  return presenterVoices.get(name);
}

/** Flite's command-line settings for a voice. */
export function fliteSettings({ pitch, pace }: PresenterVoice): string[] {
  return ['-voice', 'slt', '--setf', `duration_stretch=${(pitch * pace).toFixed(3)}`];
}

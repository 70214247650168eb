/**
 * A silent job is warned, then ended: SUCCEED with MUTE_TIMEOUT. Looked at whenever the page polls the job's
 * state, so that time moved on by a test counts at once. How long a silence may last is set in MetaStudio's console;
 * both numbers here are guesses.
 */
import type { Job } from './job';
import { endJob } from './job-end';
import type { CloudState } from './state';

const SILENCE_LIMIT_MS = 15 * 60_000;
export const SILENCE_WARNING_MS = 60_000;

export function watchSilence(cloud: CloudState, job: Job): void {
  if (!job.isRunning) return;
  const restMs = job.lastActiveMs + SILENCE_LIMIT_MS - cloud.now(job.session.user);
  if (restMs <= 0) endJob(cloud, job, 'MUTE_TIMEOUT');
  else if (restMs <= SILENCE_WARNING_MS && !job.hasSilenceWarning) {
    job.hasSilenceWarning = true;
    warnOfSilence(job, restMs);
  }
}

export function warnOfSilence(job: Job, restTimeMs: number): void {
  const message = JSON.stringify({ action: 'exit_mute_alert', param: { rest_time: restTimeMs } });
  job.withLine((line) => line.send({ action: 'transparent_transmission', message }));
}

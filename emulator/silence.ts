/**
 * Warns a silent job, then ends it: SUCCEED with MUTE_TIMEOUT. It checks whenever a client reads or lists the job or
 * the room counts its jobs, so time that a test moves takes effect at once. The room sets the limit; without one,
 * silence ends no job. That the room's number is in seconds, and when the warning comes, are guesses.
 */
import type { Job } from './job';
import { endJob } from './job-end';
import type { CloudState } from './state';

export const SILENCE_WARNING_MS = 60_000;

export function watchSilence(cloud: CloudState, job: Job): void {
  const limitSeconds = cloud.console.room(job.roomId)?.exit_mute_threshold;
  if (!job.isRunning || !limitSeconds) return;
  const restMs = job.lastActiveMs + limitSeconds * 1000 - cloud.now(job.session.user);
  if (restMs <= 0) endJob(cloud, job, 'MUTE_TIMEOUT');
  else if (restMs <= SILENCE_WARNING_MS && !job.hasSilenceWarning) {
    job.hasSilenceWarning = true;
    warnOfSilence(job, restMs);
  }
}

export function warnOfSilence(job: Job, restTimeMs: number): void {
  const message = JSON.stringify({ action: 'exit_mute_alert', param: { rest_time: restTimeMs } });
  job.withConnection((connection) => connection.send({ action: 'transparent_transmission', message }));
}

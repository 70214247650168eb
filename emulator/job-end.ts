/** Ends a job and records the end: tests read there whether a page stopped the job that it started. */
import type { FinishReason, Job, JobState } from './job';
import type { CloudState } from './state';

/** Until then the list shows a stopped job as before. A guess: the SDK polls for the end, so it is not immediate. */
const STOP_TAKES_MS = 1_000;

/** The SDK recovers from this code by itself: it starts another job with its tokens. */
const REJOIN_CODE = '20010146';

export function endJob(cloud: CloudState, job: Job, reason: FinishReason, details: Record<string, unknown> = {}): void {
  if (!job.isRunning) return;
  job.finishReason = reason;
  setState(cloud, job, 'SUCCEED', { reason, ...details });
}

/** Sets a state that no call leads to, for `POST /emulator/push`. */
export function setJobState(cloud: CloudState, job: Job, state: JobState): void {
  setState(cloud, job, state, { reason: state });
}

function setState(cloud: CloudState, job: Job, state: JobState, details: Record<string, unknown>): void {
  const wasRunning = job.isRunning;
  job.state = state;
  if (!wasRunning || job.isRunning) return;
  job.endedMs = cloud.now(job.session.user);
  cloud.record(job.session.user, 'job-stopped', { jobId: job.id, ...details });
}

/**
 * Stops a job for the server API. What the page receives is unknown. The emulator assumes the worst: an error from
 * which the SDK recovers with a new job, without an event and without the user.
 */
export async function stopFromServer(cloud: CloudState, job: Job): Promise<void> {
  cloud.record(job.session.user, 'job-stop-requested', { jobId: job.id });
  await cloud.clock.pause(STOP_TAKES_MS);
  if (!job.isRunning) return;
  endJob(cloud, job, 'NORMAL', { by: 'server' });
  if (cloud.console.account.stopped_page === 'ends') job.send({ action: 'emulator_push', event: 'poll-state' });
  else {
    const text = 'The job was stopped by the server API.';
    job.send({ action: 'error', error_code: REJOIN_CODE, error_msg: text, error_level: 'MAJOR' });
  }
  job.hangUp('job stopped');
}

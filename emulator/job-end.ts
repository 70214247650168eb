/** How a job ends. Every end is recorded: the events must tell whether a page really stopped what it had started. */
import type { FinishReason, Job, JobState } from './job';
import type { CloudState } from './state';

/** Until then a job that the server API stops is listed as before: a guess. The SDK polls for it, so it is not at once. */
const STOP_TAKES_MS = 1_000;

/** From this one the SDK recovers by itself: it starts another job with the tokens it has. */
const REJOIN_CODE = '20010146';

export function endJob(cloud: CloudState, job: Job, reason: FinishReason, details: Record<string, unknown> = {}): void {
  if (!job.isRunning) return;
  job.finishReason = reason;
  setState(cloud, job, 'SUCCEED', { reason, ...details });
}

/** A state that no call leads to, requested by `POST /emulator/push`. */
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
 * Stopped by the server API. What the page learns is not known: at worst an error from which the SDK recovers by starting
 * a new job, without an event and without the user.
 */
export async function stopFromServer(cloud: CloudState, job: Job): Promise<void> {
  cloud.record(job.session.user, 'job-stop-requested', { jobId: job.id });
  await cloud.clock.pause(STOP_TAKES_MS);
  if (!job.isRunning) return;
  endJob(cloud, job, 'NORMAL', { by: 'server' });
  if (cloud.console.account.stopped_page === 'ends') job.tell({ action: 'emulator_push', event: 'poll-state' });
  else {
    const text = 'The job was stopped by the server API.';
    job.tell({ action: 'error', error_code: REJOIN_CODE, error_msg: text, error_level: 'MAJOR' });
  }
  job.hangUp('job stopped');
}

/** How a job ends. Every end is recorded: the events must tell whether a page really stopped what it had started. */
import type { FinishReason, Job, JobState } from './job';
import type { CloudState } from './state';

export function endJob(cloud: CloudState, job: Job, reason: FinishReason): void {
  if (!job.isRunning) return;
  job.end(reason);
  cloud.record(job.session.user, 'job-stopped', { jobId: job.id, reason });
}

/** A state that no call leads to, ordered by `POST /emulator/push`. */
export function setJobState(cloud: CloudState, job: Job, state: JobState): void {
  const wasRunning = job.isRunning;
  job.state = state;
  if (wasRunning && !job.isRunning) cloud.record(job.session.user, 'job-stopped', { jobId: job.id, reason: state });
}

/** How a job ends, and that it is written down: the books must tell whether a page really stopped what it had started. */
import type { FinishReason, Job } from './job';
import type { CloudState } from './state';

export function endJob(cloud: CloudState, job: Job, reason: FinishReason): void {
  if (!job.isRunning) return;
  job.end(reason);
  cloud.record(job.session.user, 'job-stopped', { jobId: job.id, reason });
}

/**
 * The jobs of a room. First it ends the jobs whose time of silence is over, whether or not a page reads their state.
 */
import type { Job } from './job';
import { watchSilence } from './silence';
import type { CloudState } from './state';

export function jobsOfRoom(cloud: CloudState, roomId: string): Job[] {
  const jobs = [...cloud.jobs.values()].filter((job) => job.roomId === roomId);
  for (const job of jobs) watchSilence(cloud, job);
  return jobs;
}

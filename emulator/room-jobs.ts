/** The jobs of a room. Those that silence has ended by now end first, whether or not a page still asks for them. */
import type { Job } from './job';
import { watchSilence } from './silence';
import type { CloudState } from './state';

export function jobsOfRoom(cloud: CloudState, roomId: string): Job[] {
  const jobs = [...cloud.jobs.values()].filter((job) => job.roomId === roomId);
  for (const job of jobs) watchSilence(cloud, job);
  return jobs;
}

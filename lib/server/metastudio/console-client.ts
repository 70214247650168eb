/**
 * The other calls of MetaStudio's server API: the settings of the console, and the running conversations. The once-code
 * route needs none of them.
 */
import { AppError } from '../../api/errors.ts';
import { MetaStudioClient } from './client.ts';
import {
  type CloudRobot,
  type CloudRoom,
  isRunning,
  parseJobs,
  parseRobot,
  parseRoom,
  parseSwitch,
  RUNNING_STATES,
  type SmartChatJob,
} from './cloud-console.ts';

/** The largest page of jobs that the API allows. */
const JOBS_PER_PAGE = 100;
/** More pages than any room has running conversations: the cloud's `count` must be wrong. */
const MAX_JOB_PAGES = 100;

export class ConsoleClient extends MetaStudioClient {
  /**
   * Reads a digital human.
   * @throws AppError `cloud_refused`, `cloud_unavailable`, `rate_limited`, as every call below
   */
  async getRobot(robotId: string): Promise<CloudRobot> {
    return parseRobot(await this.call({ method: 'GET', path: ['robot', robotId] }));
  }

  /** Reads a conversation room, to which a digital human belongs. */
  async getRoom(roomId: string): Promise<CloudRoom> {
    return parseRoom(await this.call({ method: 'GET', path: ['smart-chat-rooms', roomId] }));
  }

  /** Lists the running conversations of a room, each job once. One deadline covers all pages. */
  async listRunningJobs(roomId: string, { signal }: { signal?: AbortSignal } = {}): Promise<SmartChatJob[]> {
    const deadline = this.deadline();
    const either = signal ? AbortSignal.any([signal, deadline]) : deadline;
    const jobs = new Map<string, SmartChatJob>();
    let offset = 0;
    for (let pages = 0; pages < MAX_JOB_PAGES; pages++) {
      const query = { state: RUNNING_STATES.join(','), offset: String(offset), limit: String(JOBS_PER_PAGE) };
      const path = ['smart-chat-rooms', roomId, 'smart-chat-jobs'];
      const page = parseJobs(await this.call({ method: 'GET', path, query }, either));
      const known = jobs.size;
      for (const job of page.jobs) jobs.set(job.jobId, job);
      offset += page.length;
      // A page without a new job is the last one, even if `count` is higher.
      if (offset >= page.count || jobs.size === known) return [...jobs.values()].filter(isRunning);
    }
    throw new AppError('cloud_unavailable', { reason: 'the list of running jobs does not end' });
  }

  /** Ends a conversation. The SDK in its page notices that the job has ended. */
  async stopJob(roomId: string, jobId: string): Promise<{ requestId: string | undefined }> {
    const path = ['smart-chat-rooms', roomId, 'smart-chat-jobs', jobId, 'stop'];
    const { requestId } = await this.call({ method: 'POST', path });
    return { requestId };
  }

  /** True if MetaStudio stores the text of conversations in a bucket of the account. */
  async isTextRecorded(): Promise<boolean> {
    return parseSwitch(await this.call({ method: 'GET', path: ['dialog-report-config'] }), 'enable_dialog_report');
  }

  /** True if MetaStudio stores the users' voices in a bucket of the account. */
  async isVoiceRecorded(): Promise<boolean> {
    return parseSwitch(await this.call({ method: 'GET', path: ['audio-record-config'] }), 'enable_audio_record');
  }
}

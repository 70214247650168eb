/**
 * Lists the running jobs in the rooms of all configured digital humans. MetaStudio lists jobs by room, so this class
 * finds the room of each digital human, and checks it again every ten minutes.
 */
import type { Logger } from 'pino';
import { AppError } from '../../api/errors.ts';
import type { SmartChatJob } from '../metastudio/cloud-console.ts';
import { isRefusedUnread } from '../metastudio/unread-calls.ts';
import type { SessionClock } from './session-clock.ts';

/** The methods of `ConsoleClient` that this needs. */
export interface SessionCloud {
  getRobot(robotId: string): Promise<{ roomId: string | undefined }>;
  listRunningJobs(roomId: string): Promise<SmartChatJob[]>;
  stopJob(roomId: string, jobId: string): Promise<{ requestId: string | undefined }>;
}

export interface RunningJob extends SmartChatJob {
  roomId: string;
}

export interface Listing {
  jobs: RunningJob[];
  /** True when every room answered. */
  isComplete: boolean;
}

const ASK_AGAIN_MS = 10 * 60_000;

/** True when the room or digital human does not exist, so another call would not help. */
export const isMissing = (error: unknown) =>
  error instanceof AppError &&
  error.code === 'cloud_refused' &&
  [400, 404].includes(error.details.cloudStatus ?? 0) &&
  !isRefusedUnread(error.details);

/** The parts of a cloud error that may go into the log. */
export function describeCloudError(error: unknown): Record<string, unknown> {
  if (!(error instanceof AppError)) return { code: 'internal_error', reason: String(error) };
  const { cloudStatus, cloudCode, requestId, reason } = error.details;
  return { code: error.code, cloudStatus, cloudCode, requestId, reason };
}

export class Rooms {
  readonly #robotIds: readonly string[];
  readonly #cloud: () => SessionCloud;
  readonly #clock: SessionClock;
  readonly #logger: Logger;
  readonly #askedAtMs = new Map<string, number>();
  /** Every room that was found: jobs may still run in a room that its digital human has left. */
  readonly #rooms = new Set<string>();
  readonly #reported = new Set<string>();
  #isFailing = false;

  /** @param cloud may throw an AppError `misconfigured` */
  constructor(robotIds: readonly string[], cloud: () => SessionCloud, clock: SessionClock, logger: Logger) {
    this.#robotIds = robotIds;
    this.#cloud = cloud;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Never rejects. If a room cannot be read, the listing is incomplete, and the log reports it once. */
  async list(): Promise<Listing> {
    const failures: unknown[] = [];
    const onFailure = (error: unknown) => failures.push(error);
    await Promise.all(this.#robotIds.map((robotId) => this.#findRoom(robotId).catch(onFailure)));
    const listed = await Promise.all([...this.#rooms].map((roomId) => this.#listRoom(roomId, onFailure)));
    this.#report(failures[0]);
    return { jobs: listed.flat(), isComplete: failures.length === 0 };
  }

  async #findRoom(robotId: string): Promise<void> {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - (this.#askedAtMs.get(robotId) ?? Number.NEGATIVE_INFINITY) < ASK_AGAIN_MS) return;
    try {
      const { roomId } = await this.#cloud().getRobot(robotId);
      if (roomId) this.#rooms.add(roomId);
      else this.#reportMissing({ robotId });
    } catch (error) {
      if (!isMissing(error)) throw error;
      this.#reportMissing({ robotId });
    }
    this.#askedAtMs.set(robotId, nowMs);
  }

  async #listRoom(roomId: string, onFailure: (error: unknown) => void): Promise<RunningJob[]> {
    try {
      const jobs = await this.#cloud().listRunningJobs(roomId);
      return jobs.map((job) => ({ ...job, roomId }));
    } catch (error) {
      if (isMissing(error)) this.#reportMissing({ roomId });
      else onFailure(error);
      return [];
    }
  }

  #reportMissing(what: { robotId: string } | { roomId: string }): void {
    const id = Object.values(what).join();
    if (this.#reported.has(id)) return;
    this.#reported.add(id);
    this.#logger.warn({ event: 'session_room_missing', ...what }, 'sessions there are not seen and never stopped');
  }

  #report(failure: unknown): void {
    if (failure !== undefined && !this.#isFailing)
      this.#logger.error(
        { event: 'session_look_failed', ...describeCloudError(failure) },
        'running sessions cannot be read; the key may lack the permission to list jobs',
      );
    if (failure === undefined && this.#isFailing) this.#logger.info({ event: 'session_look_back' });
    this.#isFailing = failure !== undefined;
  }
}

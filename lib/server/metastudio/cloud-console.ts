/**
 * Reads the answers of MetaStudio's server API about the console's settings and running jobs (MetaStudio docs, "Virtual
 * Avatar Interaction"; huaweicloud-sdk-metastudio). Fields that a region or an older service omits are undefined. All
 * other fields, such as the robot's `app_key`, are dropped.
 */
import { AppError } from '../../api/errors.ts';
import { asRecord, type CloudAnswer } from './cloud-call.ts';

export interface CloudRobot {
  robotId: string;
  name: string | undefined;
  /** Undefined while the digital human belongs to no conversation room. */
  roomId: string | undefined;
  /** 6 is the LLM callback: MetaStudio posts each question to `llmUrl`. */
  appType: number | undefined;
  llmUrl: string | undefined;
  /** The callback's APPID. */
  appId: string | undefined;
  isStream: boolean | undefined;
  chatRounds: number | undefined;
  concurrency: number | undefined;
}

export interface CloudRoom {
  roomId: string;
  /** How many conversations may run in the room at the same time. */
  concurrency: number | undefined;
  billingMode: string | undefined;
  /** After how long a silence the cloud ends a conversation; its unit is not documented. Absent or 0: it ends none. */
  exitMuteThreshold: number | undefined;
  /** `CN`, `EN`, `ESP`, `por`, `Arabic`, `Thai`, `fr`. */
  defaultLanguage: string | undefined;
}

/** One running conversation at the cloud. */
export interface SmartChatJob {
  jobId: string;
  state: string;
  /** When it started by the cloud's clock, rounded down to a second. Undefined while it waits. */
  startedAt: Date | undefined;
  /** The `client_id` that the page passed to the SDK. That the cloud returns it is a guess. */
  clientId: string | undefined;
  /** The request ID of the answer that listed the job. */
  requestId?: string | undefined;
}

export interface JobsPage {
  /** The number of jobs of the room in the requested states, on all pages. */
  count: number;
  /** The number of jobs on this page, including those without an ID. */
  length: number;
  jobs: SmartChatJob[];
}

/** A job in one of these states uses one of the room's slots. */
export const RUNNING_STATES: readonly string[] = ['WAITING', 'PROCESSING', 'HEARTBEAT'];

export const isRunning = ({ state }: SmartChatJob): boolean => RUNNING_STATES.includes(state);

/** An answer without the ID is not from this API, but for example a page of a proxy. */
export function parseRobot(answer: CloudAnswer): CloudRobot {
  const body = asRecord(answer.json);
  return {
    robotId: text(body.robot_id) ?? malformed(answer, 'the answer holds no robot'),
    name: text(body.name),
    roomId: text(body.room_id),
    appType: number(body.app_type),
    llmUrl: text(body.llm_url),
    appId: text(body.app_id),
    isStream: boolean(body.is_stream),
    chatRounds: number(body.chat_rounds),
    concurrency: number(body.concurrency),
  };
}

export function parseRoom(answer: CloudAnswer): CloudRoom {
  const body = asRecord(answer.json);
  return {
    roomId: text(body.room_id) ?? malformed(answer, 'the answer holds no room'),
    concurrency: number(body.concurrency),
    billingMode: text(body.billing_mode),
    exitMuteThreshold: number(body.exit_mute_threshold),
    defaultLanguage: text(body.default_language),
  };
}

/** Omits a job without an ID, which cannot be stopped. An empty list may be missing. */
export function parseJobs(answer: CloudAnswer): JobsPage {
  const { count, smart_chat_jobs: given } = asRecord(answer.json);
  const listed = given ?? (count === 0 ? [] : undefined);
  if (typeof count !== 'number' || !Array.isArray(listed)) return malformed(answer, 'the answer holds no list of jobs');
  const jobs = listed.map(asRecord).flatMap((job): SmartChatJob[] => {
    const jobId = text(job.job_id);
    const state = text(job.state);
    if (!jobId || !state) return [];
    const clientId = text(job.client_id);
    return [{ jobId, state, startedAt: date(job.start_time), clientId, requestId: answer.requestId }];
  });
  return { count, length: listed.length, jobs };
}

/** An answer without the switch is an error: read as `false`, it would hide a recording. */
export const parseSwitch = (answer: CloudAnswer, name: string): boolean =>
  boolean(asRecord(answer.json)[name]) ?? malformed(answer, `the answer does not say ${name}`);

function malformed(answer: CloudAnswer, reason: string): never {
  throw new AppError('cloud_unavailable', { requestId: answer.requestId, reason });
}

const MAX_TEXT_LENGTH = 4096;
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= MAX_TEXT_LENGTH ? value : undefined;
const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const boolean = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

/** RFC 3339. */
function date(value: unknown): Date | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time);
}

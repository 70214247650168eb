/**
 * What MetaStudio's console holds, as its server API answers it (MetaStudio docs, "Virtual Avatar Interaction";
 * huaweicloud-sdk-metastudio). Fields that a region or an older service leaves out are undefined. Anything else in an
 * answer, such as the robot's `app_key`, is dropped here.
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
  /** How many conversations the room may hold at once. */
  concurrency: number | undefined;
  billingMode: string | undefined;
  /**
   * After how long a silence the cloud ends a conversation; its unit is not documented. Without it, or at 0, none ends.
   */
  exitMuteThreshold: number | undefined;
  /** `CN`, `EN`, `ESP`, `por`, `Arabic`, `Thai`, `fr`. */
  defaultLanguage: string | undefined;
}

/** One running conversation, as the cloud sees it. */
export interface SmartChatJob {
  jobId: string;
  state: string;
  /** When it started by the cloud's clock, in whole seconds, so up to a second too early. Undefined while it waits. */
  startedAt: Date | undefined;
  /** What the page passed to the SDK as `client_id`. That the cloud gives it back is a guess. */
  clientId: string | undefined;
  /** The request ID of the answer that listed the job. */
  requestId?: string | undefined;
}

export interface JobsPage {
  /** All jobs of the room in the states asked for, on whichever page. */
  count: number;
  /** How many jobs this page holds, also those without an ID. */
  length: number;
  jobs: SmartChatJob[];
}

/** A job in one of these takes up one of the room's places. */
export const RUNNING_STATES: readonly string[] = ['WAITING', 'PROCESSING', 'HEARTBEAT'];

export const isRunning = ({ state }: SmartChatJob): boolean => RUNNING_STATES.includes(state);

/** An answer without the ID is none: a proxy's page, or another API. */
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

/** A job without an ID cannot be stopped and is left out. An empty list may be missing. */
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

/** An answer without the switch decides nothing: taken for `false` it would hide a recording. */
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

/**
 * Reads the set-up of the configured digital humans from MetaStudio's console, and records for each call whether this
 * key may make it. It changes nothing: the call that could stop a job names a job that does not exist.
 */
import { randomUUID } from 'node:crypto';
import { AppError } from '../../lib/api/errors';
import type { Robot } from '../../lib/robot';
import type { CloudRobot, CloudRoom, SmartChatJob } from '../../lib/server/metastudio/cloud-console';
import type { ConsoleClient } from '../../lib/server/metastudio/console-client';
import { isRefusedUnread } from '../../lib/server/metastudio/unread-calls';
import { outageAdvice, outcomeOf } from './cloud-refusal';
import type { Finding } from './examination';

export type Read<Value> = { value: Value; error?: undefined } | { value?: undefined; error: AppError };

export interface ReadRobot {
  configured: Robot;
  robot: Read<CloudRobot>;
  /** Undefined when no robot names a room. */
  room: Read<CloudRoom> | undefined;
  jobs: Read<SmartChatJob[]> | undefined;
}

export interface ReadConsole {
  robots: ReadRobot[];
  textRecorded: Read<boolean>;
  voiceRecorded: Read<boolean>;
  /** Undefined when no room is known. */
  stop: Read<unknown> | undefined;
}

/** Reads each room and its jobs once, even if several digital humans share it. */
export async function readConsole(client: ConsoleClient, configured: readonly Robot[]): Promise<ReadConsole> {
  const rooms = new Map<string, Pick<ReadRobot, 'room' | 'jobs'>>();
  const robots: ReadRobot[] = [];
  for (const each of configured) {
    const robot = await read(client.getRobot(each.id));
    const roomId = robot.value?.roomId;
    if (roomId !== undefined && !rooms.has(roomId)) {
      const room = await read(client.getRoom(roomId));
      rooms.set(roomId, { room, jobs: await read(client.listRunningJobs(roomId)) });
    }
    robots.push({ configured: each, robot, ...(rooms.get(roomId ?? '') ?? { room: undefined, jobs: undefined }) });
  }
  const [roomId] = rooms.keys();
  return {
    robots,
    textRecorded: await read(client.isTextRecorded()),
    voiceRecorded: await read(client.isVoiceRecorded()),
    stop: roomId === undefined ? undefined : await read(client.stopJob(roomId, randomUUID())),
  };
}

async function read<Value>(call: Promise<Value>): Promise<Read<Value>> {
  try {
    return { value: await call };
  } catch (error) {
    if (error instanceof AppError) return { error };
    throw error;
  }
}

interface Call {
  /** What the call does, after “may”. */
  purpose: string;
  /** The call's name in the vendor's API reference. */
  operation: string;
  /** Not documented in the references that we read. */
  guessedAction: string;
  policy: 'MetaStudio ReadOnlyAccess' | 'MetaStudio FullAccess';
  /** What fails without it. */
  loss: string;
  of: (console: ReadConsole) => (Read<unknown> | undefined)[];
}

const NOT_STOPPED = 'The server cannot end the conversation of a page that was left, nor keep a limit of minutes.';
const NOT_KNOWN = 'With RECORDING_NOTICE=auto the consent then says that conversations are recorded.';

const calls: Call[] = [
  {
    purpose: 'read the digital human',
    operation: 'ShowRobot',
    guessedAction: 'metastudio:robot:get',
    policy: 'MetaStudio ReadOnlyAccess',
    loss: `The doctor cannot see its set-up. ${NOT_STOPPED}`,
    of: ({ robots }) => robots.map(({ robot }) => robot),
  },
  {
    purpose: 'read the room',
    operation: 'ShowSmartChatRoom',
    guessedAction: 'metastudio:smartChatRoom:get',
    policy: 'MetaStudio ReadOnlyAccess',
    loss: 'The doctor cannot see concurrency, billing, silence and language.',
    of: ({ robots }) => robots.map(({ room }) => room),
  },
  {
    purpose: 'list the running jobs',
    operation: 'ListSmartChatJob',
    guessedAction: 'metastudio:smartChatJob:list',
    policy: 'MetaStudio ReadOnlyAccess',
    loss: NOT_STOPPED,
    of: ({ robots }) => robots.map(({ jobs }) => jobs),
  },
  {
    purpose: 'stop a job',
    operation: 'StopSmartChatJob',
    guessedAction: 'metastudio:smartChatJob:stop',
    policy: 'MetaStudio FullAccess',
    loss: NOT_STOPPED,
    of: ({ stop }) => [stop],
  },
  {
    purpose: 'read whether text is recorded',
    operation: 'ShowDialogReportConfig',
    guessedAction: 'metastudio:dialogReportConfig:get',
    policy: 'MetaStudio ReadOnlyAccess',
    loss: NOT_KNOWN,
    of: ({ textRecorded }) => [textRecorded],
  },
  {
    purpose: 'read whether voices are recorded',
    operation: 'ShowAudioRecordConfig',
    guessedAction: 'metastudio:audioRecordConfig:get',
    policy: 'MetaStudio ReadOnlyAccess',
    loss: NOT_KNOWN,
    of: ({ voiceRecorded }) => [voiceRecorded],
  },
];

const CHECK = 'Console calls';

/** The calls that this key may make: one line for all of these, and one for each other call. */
export function callFindings(console: ReadConsole): Finding[] {
  const tried = calls.map((call) => ({ call, reads: call.of(console).filter((read) => read !== undefined) }));
  const failed = tried.flatMap(({ call, reads }) => failureOf(call, reads) ?? []);
  const untried = tried.filter(({ reads }) => reads.length === 0).map(({ call }) => call.purpose);
  const allowed = tried.filter(({ call, reads }) => reads.length > 0 && !failureOf(call, reads));
  const may: Finding = {
    check: CHECK,
    level: 'ok',
    text: `the key may ${allowed.map(({ call }) => call.purpose).join(', ')}`,
  };
  const rest: Finding = { check: CHECK, level: 'aside', text: `not tried: ${untried.join(', ')}` };
  return [...(allowed.length > 0 ? [may] : []), ...failed, ...(untried.length > 0 ? [rest] : [])];
}

function failureOf(call: Call, reads: readonly Read<unknown>[]): Finding | undefined {
  const error = reads.map((read) => read.error).find((each) => each && !isAnswered(each));
  if (!error) return undefined;
  const text = `cannot ${call.purpose}: ${outcomeOf(error)}`;
  if (error.details.cloudStatus !== 403) return { check: CHECK, level: 'warning', text, advice: adviceOf(call, error) };
  return {
    check: CHECK,
    level: 'warning',
    text,
    advice: {
      means: `The key’s user may not call ${call.operation}. ${call.loss}`,
      todo: `Give the user’s group the policy “${call.policy}” for the region’s project, or in a custom policy the action ${call.guessedAction} (a guess: look it up).`,
      docs: 'MetaStudio docs, “Permissions and supported actions”',
    },
  };
}

function adviceOf(call: Call, error: AppError) {
  if (error.code !== 'cloud_refused')
    return { ...outageAdvice(error), means: `${outageAdvice(error).means} ${call.loss}` };
  return {
    means: `This endpoint does not answer ${call.operation}. ${call.loss}`,
    todo: 'Leave METASTUDIO_ENDPOINT empty; if it fails again, ask the cloud’s support with the request ID.',
    docs: 'MetaStudio docs, “API overview”',
  };
}

/** MetaStudio itself refused the request, so the key has the permission. */
export const isAnswered = ({ code, details }: AppError): boolean =>
  code === 'cloud_refused' && [400, 404, 409].includes(details.cloudStatus ?? 0) && !isRefusedUnread(details);

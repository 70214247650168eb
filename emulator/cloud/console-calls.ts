/**
 * The other calls of the server API: digital humans, rooms, their jobs, the recording switches
 * (huaweicloud-sdk-metastudio; PROTOCOL.md §7).
 */
import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { VendorError } from '../errors';
import { answerFault } from '../fault-answer';
import type { FaultTarget } from '../faults';
import type { HttpContext, HttpEnv } from '../http-env';
import { type Job, type JobState, jobStates } from '../job';
import { stopFromServer } from '../job-end';
import { jobsOfRoom } from '../room-jobs';
import type { CloudState } from '../state';
import type { RobotValues, RoomValues } from './console';
import { PROJECT_ID } from './demo-account';
import { checkCaller } from './server-call';
import { Throttle } from './throttle';

const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 10;

export function consoleCalls(cloud: CloudState, callsPerSecond: number | undefined): Hono<HttpEnv> {
  /** A requested fault takes precedence. Each target has its own limit. */
  const serverCall = (target: FaultTarget) => {
    const throttle = callsPerSecond ? new Throttle(callsPerSecond) : undefined;
    return createMiddleware<HttpEnv>(async (c, next) => {
      // Only stopping a job concerns one user of the app.
      const user = cloud.jobs.get(c.req.param('jobId') ?? '')?.session.user;
      const trouble = await answerFault(c, cloud.takeFault(target, user), cloud.clock);
      if (trouble) return trouble;
      await checkCaller(c, cloud, throttle);
      await next();
    });
  };
  const { console } = cloud;
  return new Hono<HttpEnv>()
    .get('/robot', serverCall('robot'), (c) => {
      const roomId = c.req.query('room_id');
      const robots = [...console.robots].filter(([, robot]) => roomId === undefined || robot.room_id === roomId);
      const { offset, limit, page } = pageOf(c, robots);
      return c.json({ offset, limit, count: robots.length, data: page.map(([id, robot]) => robotAnswer(id, robot)) });
    })
    .get('/robot/:robotId', serverCall('robot'), (c) => {
      const robotId = c.req.param('robotId') ?? '';
      const robot = console.robots.get(robotId);
      if (!robot) throw new VendorError('MSS.47010034');
      return c.json(robotAnswer(robotId, robot));
    })
    .get('/smart-chat-rooms/:roomId', serverCall('room'), (c) => {
      const { roomId, room } = roomOf(c, cloud);
      return c.json(withoutUnset({ room_id: roomId, robot_id: console.robotOf(roomId), ...room }));
    })
    .get('/smart-chat-rooms/:roomId/smart-chat-jobs', serverCall('jobs'), (c) => {
      const { roomId } = roomOf(c, cloud);
      const states = statesOf(c);
      // The newest first (a guess), so jobs move between the pages while a client reads them.
      const jobs = jobsOfRoom(cloud, roomId).filter(({ state }) => states.includes(state));
      const { page } = pageOf(c, jobs.reverse());
      return c.json({ count: jobs.length, smart_chat_jobs: page.map((job) => jobAnswer(cloud, job)) });
    })
    .post('/smart-chat-rooms/:roomId/smart-chat-jobs/:jobId/stop', serverCall('job-stop'), (c) => {
      const { roomId } = roomOf(c, cloud);
      const job = jobsOfRoom(cloud, roomId).find(({ id }) => id === c.req.param('jobId'));
      // Unknown: whether the vendor lets a client stop an ended job again.
      if (!job?.isRunning) throw new VendorError('MSS.00000003');
      void stopFromServer(cloud, job);
      return c.json({});
    })
    .get('/dialog-report-config', serverCall('record-config'), (c) =>
      c.json(recordAnswer('enable_dialog_report', console.account.enable_dialog_report)),
    )
    .get('/audio-record-config', serverCall('record-config'), (c) =>
      c.json(recordAnswer('enable_audio_record', console.account.enable_audio_record)),
    );
}

function roomOf(c: HttpContext, cloud: CloudState): { roomId: string; room: RoomValues } {
  const roomId = c.req.param('roomId') ?? '';
  const room = cloud.console.room(roomId);
  if (!room) throw new VendorError('MSS.47010001');
  return { roomId, room };
}

function pageOf<Entry>(c: HttpContext, entries: readonly Entry[]) {
  const offset = wholeNumber(c.req.query('offset') ?? '0');
  const limit = wholeNumber(c.req.query('limit') ?? String(DEFAULT_LIMIT));
  if (limit < 1 || limit > MAX_LIMIT) throw new VendorError('MSS.00000003');
  return { offset, limit, page: entries.slice(offset, offset + limit) };
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new VendorError('MSS.00000003');
  return Number(text);
}

/** Several states, separated by commas. Without the parameter, all. */
function statesOf(c: HttpContext): readonly JobState[] {
  const given = c.req.query('state')?.split(',');
  const states = jobStates.filter((state) => given?.includes(state) ?? true);
  if (given && states.length !== given.length) throw new VendorError('MSS.00000003');
  return states;
}

const robotAnswer = (robotId: string, robot: RobotValues) => withoutUnset({ robot_id: robotId, ...robot });

/**
 * Times are in whole seconds, as in the documentation's samples, by the user's clock. A waiting job has no start time.
 */
function jobAnswer(cloud: CloudState, job: Job) {
  const { user } = job.session;
  const time = (userMs: number) => `${new Date(userMs - user.agedByMs).toISOString().slice(0, 19)}Z`;
  const isWaiting = job.state === 'WAITING';
  const untilMs = job.endedMs ?? cloud.now(user);
  const hasFailed = job.state === 'FAILED' || job.state === 'CANCELED';
  return withoutUnset({
    job_id: job.id,
    state: job.state,
    create_time: time(job.startedMs),
    start_time: isWaiting ? undefined : time(job.startedMs),
    end_time: job.endedMs === undefined ? undefined : time(job.endedMs),
    duration: isWaiting ? 0 : Math.floor((untilMs - job.startedMs) / 1000),
    job_finish_reason: job.finishReason,
    error_info: hasFailed ? { error_code: 'MSS.47010037', error_msg: 'The job failed.' } : undefined,
    client_id: cloud.console.account.jobs_carry_client_id ? clientIdOf(job) : undefined,
  });
}

/** As the page passed it in `extendParamStr`. That the list returns it is a guess. */
function clientIdOf({ extendParam }: Job): string | undefined {
  const { client_id: clientId } = JSON.parse(extendParam ?? '{}') as { client_id?: unknown };
  return typeof clientId === 'string' ? clientId : undefined;
}

const recordAnswer = (name: string, isOn: boolean | null | undefined) =>
  withoutUnset({ project_id: PROJECT_ID, [name]: isOn, ...(isOn ? recordBucket : {}) });

const recordBucket = { obs_bucket_name: 'emulator-records', obs_endpoint: 'obs.emulator.example' };

const withoutUnset = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));

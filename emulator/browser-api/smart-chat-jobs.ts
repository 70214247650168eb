/** Calls 2, 3 and 10: start a job, read its state every 9 s, stop it. A running job is what a customer pays for. */
import { Hono } from 'hono';
import { z } from 'zod';
import { VendorError } from '../errors';
import type { HttpContext, HttpEnv } from '../http-env';
import { Job } from '../job';
import { endJob } from '../job-end';
import { randomValue } from '../random-value';
import { jobsOfRoom } from '../room-jobs';
import { watchSilence } from '../silence';
import type { CloudState } from '../state';
import { withSession } from './tokens';

const isJsonObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
};

const startRequest = z.object({
  extend_param: z
    .string()
    .refine((text) => text === '' || isJsonObject(text))
    .nullish(),
});

export function smartChatJobs(cloud: CloudState): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .post('/smart-chat-jobs', withSession(cloud, 'smart-chat-jobs'), async (c) => {
      const body = await c.req.json().catch(() => undefined);
      const started = startRequest.safeParse(body).data;
      if (!started) throw new VendorError('MSS.00000003');
      const { session } = c.var;
      const roomId = roomWithFreeSlot(cloud, session.robotId);
      const job = new Job({
        id: randomValue(32),
        session,
        roomId,
        startedMs: cloud.now(session.user),
        extendParam: started.extend_param || null,
      });
      cloud.jobs.set(job.id, job);
      cloud.record(session.user, 'job-started', { jobId: job.id });
      return c.json(describeJob(cloud, job, c.req.header('host') ?? ''));
    })
    .get('/smart-chat-jobs/:jobId/state', withSession(cloud, 'state'), (c) => {
      const job = robotJob(c, cloud);
      watchSilence(cloud, job);
      return c.json({
        ...describeJob(cloud, job, c.req.header('host') ?? ''),
        state: job.state,
        ...(job.finishReason ? { job_finish_reason: job.finishReason } : {}),
        // The state is a number on the wire. Which number means which state is a guess.
        chat_state: job.isAwake ? 1 : 0,
      });
    })
    .post('/smart-chat-jobs/:jobId/stop', withSession(cloud, 'stop'), (c) => {
      const job = robotJob(c, cloud);
      endJob(cloud, job, 'NORMAL');
      job.hangUp('job stopped');
      return c.json({});
    });
}

/** The concurrency limit belongs to the room. */
function roomWithFreeSlot(cloud: CloudState, robotId: string): string {
  const roomId = cloud.console.robots.get(robotId)?.room_id;
  const room = cloud.console.room(roomId);
  if (!roomId || !room) throw new VendorError('MSS.47010163');
  const running = jobsOfRoom(cloud, roomId).filter(({ isRunning }) => isRunning);
  if (running.length >= (room.concurrency ?? 0)) throw new VendorError('MSS.20010135');
  return roomId;
}

/** A token opens every job of its robot, even one that another user started: the SDK re-joins such a job. */
function robotJob(c: HttpContext, cloud: CloudState): Job {
  const job = cloud.jobs.get(c.req.param('jobId') ?? '');
  if (job?.session.robotId !== c.var.session.robotId) throw new VendorError('MSS.47010106');
  return job;
}

/**
 * The room fields only have the right form: the emulator has no SparkRTC room, and the stand-in draws the picture
 * itself.
 */
function rtcRoomOf(job: Job, nowMs: number) {
  const ctime = Math.floor(nowMs / 1000);
  const user = (type: string) => ({
    user_type: type.toUpperCase(),
    user_id: `${type}-${job.id}`,
    signature: `emulated-${job.id}`,
    ctime,
  });
  return { app_id: 'emulator', room_id: job.id, users: [user('player'), user('robot')] };
}

/** Returns the host name of the request: to a Content-Security-Policy, `localhost` and `127.0.0.1` are two origins. */
function describeJob(cloud: CloudState, job: Job, host: string) {
  return {
    job_id: job.id,
    rtc_room_info: rtcRoomOf(job, cloud.clock.now()),
    chat_access_address: host,
    chat_video_type: 'COMPUTER',
    video_config: { width: 1280, height: 720, frame_rate: 25 },
    chat_subtitle_config: { is_subtitle_enable: true },
    voice_config_list: [
      { language: 'EN', language_desc: 'English' },
      { language: 'CN', language_desc: '中文' },
    ],
    default_language: cloud.console.room(job.roomId)?.default_language ?? 'CN',
    is_pool_mode: false,
    is_transparent: false,
    region: 'emulator',
    deployment_mode: 'CLOUD',
  };
}

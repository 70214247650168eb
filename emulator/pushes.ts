/**
 * Sends a live session what `POST /emulator/push` requests: in the vendor's own frame where one exists, otherwise as
 * the emulator's `emulator_push` (PROTOCOL.md §4).
 */
import { z } from 'zod';
import { type Frame, type Job, jobStates } from './job';
import { endJob, setJobState } from './job-end';
import { SILENCE_WARNING_MS, warnOfSilence } from './silence';
import type { CloudState } from './state';

/** The SDK waits 90 s for an avatar that left (999100005). The emulator shortens a lost connection for demos. */
const PEER_LEFT_REJOIN_MS = 90_000;
const DROP_REJOIN_MS = 2_000;

const afterMs = z.int().min(0).max(600_000);
const forever = z.boolean().default(false);
const user = z.string();

export const pushRequest = z.discriminatedUnion('event', [
  z.strictObject({ user, event: z.literal('drop'), afterMs: afterMs.default(DROP_REJOIN_MS), forever }),
  z.strictObject({ user, event: z.literal('peer-left'), afterMs: afterMs.default(PEER_LEFT_REJOIN_MS), forever }),
  z.strictObject({ user, event: z.literal('kick-out') }),
  z.strictObject({ user, event: z.literal('kick-room') }),
  z.strictObject({ user, event: z.literal('silence-warning'), restTimeMs: afterMs.default(SILENCE_WARNING_MS) }),
  z.strictObject({ user, event: z.literal('silence-timeout') }),
  z.strictObject({ user, event: z.literal('sleep') }),
  z
    .strictObject({
      user,
      event: z.literal('say'),
      text: z.string().min(1).max(2000).optional(),
      pieces: z.array(z.string().max(2000).nullable()).min(1).max(200).optional(),
    })
    .refine(({ text, pieces }) => (text === undefined) !== (pieces === undefined), 'Give either text or pieces.'),
  z.strictObject({ user, event: z.literal('job-state'), state: z.enum(jobStates) }),
  z.strictObject({ user, event: z.literal('missed-pongs'), count: z.int().min(1).max(1000).default(4) }),
  z.strictObject({ user, event: z.literal('close-socket') }),
  z.strictObject({
    user,
    event: z.literal('error'),
    code: z.stringFormat('error code', /^[\w.-]{1,64}$/),
    message: z.string().max(200).default('Pushed by the emulator.'),
    level: z.enum(['MINOR', 'MAJOR', 'NO_PROMPT']).default('MAJOR'),
  }),
]);
export type PushRequest = z.infer<typeof pushRequest>;

export function push(cloud: CloudState, job: Job, request: PushRequest): void {
  cloud.record(job.session.user, 'pushed', { jobId: job.id, push: request.event });
  const send = (frame: Frame) => job.withConnection((connection) => connection.send(frame));
  switch (request.event) {
    case 'drop':
    case 'peer-left':
      send({ action: 'emulator_push', event: request.event, after_ms: request.afterMs, forever: request.forever });
      break;
    case 'kick-out':
    case 'kick-room':
      send({ action: 'emulator_push', event: request.event });
      break;
    case 'silence-warning':
      warnOfSilence(job, request.restTimeMs);
      break;
    case 'silence-timeout':
      // The SDK would learn it from its heartbeat, up to 9 s later. This message avoids the wait.
      endJob(cloud, job, 'MUTE_TIMEOUT');
      send({ action: 'emulator_push', event: 'poll-state' });
      break;
    case 'sleep':
      job.withConnection((connection) => connection.sleep());
      break;
    case 'say':
      job.withConnection((connection) => connection.say(request.pieces ?? [request.text ?? '']));
      break;
    case 'job-state':
      setJobState(cloud, job, request.state);
      send({ action: 'emulator_push', event: 'poll-state' });
      break;
    case 'missed-pongs':
      job.withConnection((connection) => connection.missPongs(request.count));
      break;
    case 'close-socket':
      job.withConnection((connection) => connection.close(1011, 'closed by the emulator'));
      break;
    case 'error':
      send({ action: 'error', error_code: request.code, error_msg: request.message, error_level: request.level });
      break;
  }
}

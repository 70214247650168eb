/**
 * What `POST /emulator/push` may make a live session see, and how it reaches the page: by the vendor's own frame where one
 * exists, else by the emulator's `emulator_push` (PROTOCOL.md §4).
 */
import { z } from 'zod';
import type { ChatLine, Frame, Job } from './job';
import { endJob } from './job-end';
import { SILENCE_WARNING_MS, warnOfSilence } from './silence';
import type { CloudState } from './state';

/** The SDK waits 90 s for an avatar that left (999100005); a lost line is shortened so that a demo can show it. */
const PEER_LEFT_REJOIN_MS = 90_000;
const DROP_REJOIN_MS = 2_000;

const afterMs = z.int().min(0).max(600_000);
const forever = z.boolean().default(false);
const user = z.string();

export const pushOrder = z.discriminatedUnion('event', [
  z.strictObject({ user, event: z.literal('drop'), afterMs: afterMs.default(DROP_REJOIN_MS), forever }),
  z.strictObject({ user, event: z.literal('peer-left'), afterMs: afterMs.default(PEER_LEFT_REJOIN_MS), forever }),
  z.strictObject({ user, event: z.literal('kick-out') }),
  z.strictObject({ user, event: z.literal('silence-warning'), restTimeMs: afterMs.default(SILENCE_WARNING_MS) }),
  z.strictObject({ user, event: z.literal('silence-timeout') }),
  z.strictObject({ user, event: z.literal('sleep') }),
  z.strictObject({ user, event: z.literal('say'), text: z.string().min(1).max(2000) }),
  z.strictObject({
    user,
    event: z.literal('error'),
    code: z.stringFormat('error code', /^[\w.-]{1,64}$/),
    message: z.string().max(200).default('Pushed by the emulator.'),
  }),
]);
export type PushOrder = z.infer<typeof pushOrder>;

export function push(cloud: CloudState, job: Job, order: PushOrder): void {
  cloud.record(job.session.user, 'pushed', { jobId: job.id, push: order.event });
  const send = (frame: Frame) => job.withLine((line: ChatLine) => line.send(frame));
  switch (order.event) {
    case 'drop':
    case 'peer-left':
      send({ action: 'emulator_push', event: order.event, after_ms: order.afterMs, forever: order.forever });
      break;
    case 'kick-out':
      send({ action: 'emulator_push', event: 'kick-out' });
      break;
    case 'silence-warning':
      warnOfSilence(job, order.restTimeMs);
      break;
    case 'silence-timeout':
      // The SDK learns it from its heartbeat, up to 9 s later; the nudge spares the wait.
      endJob(cloud, job, 'MUTE_TIMEOUT');
      send({ action: 'emulator_push', event: 'poll-state' });
      break;
    case 'sleep':
      job.withLine((line) => line.sleep());
      break;
    case 'say':
      job.withLine((line) => line.say(order.text));
      break;
    case 'error':
      send({ action: 'error', error_code: order.code, error_msg: order.message, error_level: 'MAJOR' });
      break;
  }
}

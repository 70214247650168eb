/** Requested faults, and the call that each of them affects. */
import { z } from 'zod';

export const faultTargets = [
  'once-code',
  'iam-token',
  'robot',
  'room',
  'jobs',
  'job-stop',
  'record-config',
  'auth-once-code',
  'smart-chat-jobs',
  'state',
  'stop',
  'create-once-token',
  'token',
  'hot-question',
  'stats',
  'chat',
  'llm-callback',
  'sdk',
] as const;
export type FaultTarget = (typeof faultTargets)[number];

const ofNoUser: ReadonlySet<FaultTarget> = new Set(['iam-token', 'robot', 'room', 'jobs', 'record-config']);

/** `sdk` has two meanings: with a user, that user's `create()`; without one, the load of the script. */
export const faultRequest = z
  .strictObject({
    user: z.string().optional(),
    target: z.enum(faultTargets),
    times: z.int().min(1).max(1_000_000).default(1),
    status: z.int().min(200).max(599).optional(),
    errorCode: z.stringFormat('error code', /^[\w.-]{1,64}$/).optional(),
    delayMs: z.int().min(0).max(600_000).optional(),
    kind: z.enum(['hang', 'malformed', 'drop']).optional(),
  })
  .superRefine((fault, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    const { user, target, status, errorCode, delayMs, kind } = fault;
    if (status === undefined && !errorCode && delayMs === undefined && !kind) {
      refuse('kind', 'Say how it fails: status, errorCode, delayMs or kind.');
    }
    if (kind && (status !== undefined || errorCode)) refuse('kind', 'Goes with neither status nor errorCode.');
    if (ofNoUser.has(target) && user !== undefined) refuse('user', 'This call is made for no user of the app.');
    if (target === 'sdk' && user !== undefined && status !== undefined) {
      refuse('status', 'With a user, sdk is create(), which has no HTTP status: use errorCode, kind or delayMs.');
    }
    if (target === 'sdk' && user === undefined && errorCode) {
      refuse(
        'errorCode',
        'Without a user, sdk is the load of the script, which has no error code: use status or kind.',
      );
    }
  });
/** The body of an answer with a fault of the kind `malformed`. */
export const MALFORMED_BODY = '<!doctype html><title>502</title><h1>Not the answer you expected</h1>';

/** The request body. Fields with a default are optional. */
export type FaultRequest = z.input<typeof faultRequest>;
export type Fault = z.infer<typeof faultRequest>;

export class FaultPlan {
  #faults: Fault[] = [];

  add(fault: Fault): void {
    this.#faults.push({ ...fault });
  }

  /** Returns the oldest fault that matches this call. A fault without a user matches every user's calls. */
  take(target: FaultTarget, user: string | undefined): Fault | undefined {
    const fault = this.#faults.find((each) => each.target === target && fits(each, user));
    if (!fault) return undefined;
    fault.times -= 1;
    if (fault.times === 0) this.#faults = this.#faults.filter((each) => each !== fault);
    return fault;
  }

  clear(user?: string): void {
    this.#faults = user === undefined ? [] : this.#faults.filter((each) => each.user !== user);
  }
}

function fits(fault: Fault, user: string | undefined): boolean {
  // For `sdk` the user selects the target, so a fault without one does not match every user.
  if (fault.target === 'sdk') return fault.user === user;
  return fault.user === undefined || fault.user === user;
}

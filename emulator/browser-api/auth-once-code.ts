/** Call 1, `auth-once-code`: exchanges a once code for the tokens of one session, exactly once. */
import { Hono } from 'hono';
import { z } from 'zod';
import { VendorError } from '../errors';
import { answerFault } from '../fault-answer';
import type { HttpContext, HttpEnv } from '../http-env';
import type { CloudState } from '../state';
import type { OnceCode } from '../user';
import { issueTokens } from './tokens';

const redemption = z.object({ robot_id: z.string().min(1), once_code: z.string().min(1) });

export function authOnceCode(cloud: CloudState): Hono<HttpEnv> {
  return new Hono<HttpEnv>().post('/auth-once-code', async (c) => {
    const parsed = redemption.safeParse(await c.req.json().catch(() => undefined));
    const code = parsed.success ? cloud.codes.get(parsed.data.once_code) : undefined;
    const fault = cloud.takeFault('auth-once-code', code?.user);
    const isRefused = fault && (fault.kind || fault.status !== undefined || fault.errorCode);
    if (code && isRefused) {
      // The vendor does not document whether a failed call uses up the code. The emulator assumes the worst: it does.
      code.redeemTries += 1;
      code.isSpent = true;
    }
    const trouble = await answerFault(c, fault, cloud.clock);
    if (trouble) return trouble;
    if (!parsed.success) throw new VendorError('MSS.00000003');
    if (!code) refuseUnknown(c, cloud);
    redeem(cloud, code);
    if (!cloud.console.robots.has(parsed.data.robot_id)) throw new VendorError('MSS.47010034');
    requestCreateFault(c, cloud, code);
    return c.json(issueTokens(cloud, { user: code.user, robotId: parsed.data.robot_id }));
  });
}

/** The lock counts a code without a user by the page's origin, and then refuses only such codes. */
function refuseUnknown(c: HttpContext, cloud: CloudState): never {
  const lock = cloud.lockOfOrigin(c.req.header('origin') ?? '');
  const nowMs = cloud.clock.now();
  if (lock.isLocked(nowMs)) throw new VendorError('MSS.47010047');
  lock.countRefusal(nowMs);
  throw new VendorError('MSS.47010046');
}

/** The vendor returns one error for an expired, a used and an unknown code. */
function redeem(cloud: CloudState, code: OnceCode): void {
  const { user } = code;
  const nowMs = cloud.now(user);
  const isGood = !code.isSpent && nowMs < code.expiresAtMs;
  code.redeemTries += 1;
  code.isSpent = true;
  if (user.lock.isLocked(nowMs)) {
    cloud.record(user, 'code-refused', { errorCode: 'MSS.47010047' });
    throw new VendorError('MSS.47010047');
  }
  if (!isGood) {
    user.lock.countRefusal(nowMs);
    cloud.record(user, 'code-refused', { errorCode: 'MSS.47010046' });
    throw new VendorError('MSS.47010046');
  }
  code.redeemedAtMs = cloud.clock.now();
  cloud.record(user, 'code-redeemed');
}

/** Makes the stand-in's `create()` fail as requested: the answer that `create()` waits for carries the fault. */
function requestCreateFault(c: HttpContext, cloud: CloudState, code: OnceCode): void {
  const fault = cloud.takeFault('sdk', code.user);
  if (!fault) return;
  const { kind, errorCode, delayMs } = fault;
  c.header('x-emulator-sdk-fault', JSON.stringify({ kind, errorCode, delayMs }));
}

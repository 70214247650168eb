/**
 * `POST /v1/{project_id}/digital-human-chat/once-code`: checks the caller and the project, and issues a code.
 * MetaStudio docs, "Creating a One-Off Authentication Code".
 */
import { Hono } from 'hono';
import { VendorError } from '../errors';
import { answerFault } from '../fault-answer';
import type { HttpContext, HttpEnv } from '../http-env';
import { randomValue } from '../random-value';
import type { CloudState } from '../state';
import type { OnceCode } from '../user';
import { checkCaller } from './server-call';
import type { Throttle } from './throttle';

const LIFE_MS = 300_000;

/** The length of the documentation's sample. The vendor guarantees no length. */
const CODE_LENGTH = 64;

export function onceCode(cloud: CloudState, throttle: Throttle | undefined): Hono<HttpEnv> {
  return new Hono<HttpEnv>().post('/v1/:projectId/digital-human-chat/once-code', async (c) => {
    const user = cloud.user(appUserId(c));
    const trouble = await answerFault(c, cloud.takeFault('once-code', user), cloud.clock);
    if (trouble) return trouble;
    try {
      const auth = await checkCaller(c, cloud, throttle);
      const issuedAtMs = cloud.clock.now();
      const code: OnceCode = {
        user,
        auth,
        issuedAtMs,
        expiresAtMs: cloud.now(user) + LIFE_MS,
        redeemedAtMs: undefined,
        redeemTries: 0,
        isSpent: false,
      };
      const value = randomValue(CODE_LENGTH);
      cloud.codes.set(value, code);
      user.codes.push(code);
      cloud.record(user, 'code-minted', { auth });
      return c.json({ once_code: value });
    } catch (error) {
      if (error instanceof VendorError) cloud.record(user, 'mint-refused', { errorCode: error.errorCode });
      throw error;
    }
  });
}

/**
 * Documented: "no Chinese characters". The emulator refuses everything but printable ASCII. Without the header the user
 * is "".
 */
function appUserId(c: HttpContext): string {
  const value = c.req.header('x-app-userid') ?? '';
  if (!/^[\x20-\x7e]*$/.test(value)) throw new VendorError('MSS.00000003');
  return value;
}

/**
 * `POST /v1/{project_id}/digital-human-chat/once-code`: who asks, for which project, and a fresh code.
 * MetaStudio docs, "Creating a One-Off Authentication Code".
 */
import { Hono } from 'hono';
import { VendorError } from '../errors';
import { answerFault } from '../fault-answer';
import type { HttpContext, HttpEnv } from '../http-env';
import { randomValue } from '../random-value';
import type { CloudState, OnceCode } from '../state';
import { accessKeys, PROJECT_ID } from './demo-account';
import { verifySignature } from './signature-verifier';
import type { Throttle } from './throttle';

const LIFE_MS = 300_000;

/** The length of the documentation's sample; the vendor promises none. */
const CODE_LENGTH = 64;

export function onceCode(cloud: CloudState, throttle: Throttle | undefined): Hono<HttpEnv> {
  return new Hono<HttpEnv>().post('/v1/:projectId/digital-human-chat/once-code', async (c) => {
    const user = cloud.user(appUserId(c));
    const trouble = await answerFault(c, cloud.takeFault('once-code', user), cloud.clock);
    if (trouble) return trouble;
    try {
      const auth = await authenticate(c, cloud);
      checkProject(c, auth);
      if (throttle && !throttle.admits(cloud.clock.now())) {
        const policy = `policy user over ratelimit,limit:${throttle.perSecond},time:1 second`;
        throw new VendorError('APIG.0308', { message: `The throttling threshold has been reached: ${policy}` });
      }
      const mintedAtMs = cloud.clock.now();
      const code: OnceCode = {
        user,
        auth,
        mintedAtMs,
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

/** Documented: "no Chinese characters". Anything outside printable ASCII is refused here; without the header it is "". */
function appUserId(c: HttpContext): string {
  const value = c.req.header('x-app-userid') ?? '';
  if (!/^[\x20-\x7e]*$/.test(value)) throw new VendorError('MSS.00000003');
  return value;
}

async function authenticate(c: HttpContext, cloud: CloudState): Promise<OnceCode['auth']> {
  const token = c.req.header('x-auth-token');
  if (token !== undefined) {
    checkToken(token, cloud);
    return 'token';
  }
  const { method = '', url = '', headers } = c.env.incoming;
  const request = { method, target: url, headers, body: new Uint8Array(await c.req.arrayBuffer()) };
  // The signature window uses the real clock, whatever has been aged: skew is a fault, not a passage of time.
  const problem = verifySignature(request, (accessKey) => accessKeys.get(accessKey), cloud.clock.now());
  if (problem) {
    throw new VendorError('APIG.0301', { message: `Incorrect IAM authentication information: ${problem}` });
  }
  return 'aksk';
}

function checkToken(value: string, cloud: CloudState): void {
  const token = cloud.iamTokens.get(value);
  if (!token) {
    throw new VendorError('APIG.0301', { message: 'Incorrect IAM authentication information: decrypt token fail' });
  }
  if (cloud.now(token.user) >= token.expiresAtMs) throw new VendorError('APIG.0307');
}

/** The project in the path must be the credentials', and with AK/SK `X-Project-Id` must repeat it. */
function checkProject(c: HttpContext, auth: OnceCode['auth']): void {
  const named = c.req.header('x-project-id');
  if (auth === 'aksk' && named === undefined) throw new VendorError('MSS.00000003');
  if (c.req.param('projectId') !== PROJECT_ID || (named !== undefined && named !== PROJECT_ID)) {
    throw new VendorError('MSS.00010009');
  }
}

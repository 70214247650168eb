/** The checks of every server API call: credentials, project, flow control. Like the real API it has no CORS. */
import { VendorError } from '../errors';
import type { HttpContext } from '../http-env';
import type { CloudState } from '../state';
import type { OnceCode } from '../user';
import { accessKeys, PROJECT_ID } from './demo-account';
import { verifySignature } from './signature-verifier';
import type { Throttle } from './throttle';

/** @throws VendorError */
export async function checkCaller(
  c: HttpContext,
  cloud: CloudState,
  throttle: Throttle | undefined,
): Promise<OnceCode['auth']> {
  const auth = await authenticate(c, cloud);
  checkProject(c, auth);
  if (throttle && !throttle.admits(cloud.clock.now())) {
    const policy = `policy user over ratelimit,limit:${throttle.perSecond},time:1 second`;
    throw new VendorError('APIG.0308', { message: `The throttling threshold has been reached: ${policy}` });
  }
  return auth;
}

async function authenticate(c: HttpContext, cloud: CloudState): Promise<OnceCode['auth']> {
  const token = c.req.header('x-auth-token');
  if (token !== undefined) {
    checkToken(token, cloud);
    return 'token';
  }
  const { method = '', url = '', headers } = c.env.incoming;
  const request = { method, target: url, headers, body: new Uint8Array(await c.req.arrayBuffer()) };
  // The signature window uses the real clock, even for aged users: clock skew is a separate fault.
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

/** The project in the path must be that of the credentials. With AK/SK, `X-Project-Id` must repeat it. */
function checkProject(c: HttpContext, auth: OnceCode['auth']): void {
  const named = c.req.header('x-project-id');
  if (auth === 'aksk' && named === undefined) throw new VendorError('MSS.00000003');
  if (c.req.param('projectId') !== PROJECT_ID || (named !== undefined && named !== PROJECT_ID)) {
    throw new VendorError('MSS.00010009');
  }
}

/** Each row of the route's contract, caused from outside on one working instance. */
import type { FaultRequest } from '../../emulator/faults';
import type { AppInstance } from '../../scripts/app-instance';
import type { EmulatorControl } from '../../scripts/emulator-control';
import { type Answer, askForCode, signedIn } from '../../scripts/test-user';
import type { Expectations } from '../expectations';

/** The parts of an answer that the contract fixes, on one line. */
export function rowOf({ status, headers, body }: Answer): string {
  const retryAfter = headers.get('retry-after');
  const parts = [status, body.code, body.retry, body.cloudCode, retryAfter && 'Retry-After', headers.get('allow')];
  const isComplete = headers.get('cache-control') === 'no-store' && headers.has('x-request-id');
  return parts.filter(Boolean).join(' ') + (isComplete ? '' : ' WITHOUT ITS HEADERS');
}

export const CLOUD_TIMEOUT_MS = 1_500;

const cloudFaults: [string, Omit<FaultRequest, 'target'>, string][] = [
  ['cloud: signature refused', { errorCode: 'APIG.0301' }, '502 cloud_refused never APIG.0301'],
  ['cloud: no permission', { status: 403, errorCode: 'MSS.00000005' }, '502 cloud_refused never MSS.00000005'],
  ['cloud: bad request', { status: 400, errorCode: 'MSS.00000003' }, '502 cloud_refused never MSS.00000003'],
  ['cloud: throttled', { status: 429, errorCode: 'APIG.0308' }, '429 rate_limited manual Retry-After'],
  ['cloud: internal error', { status: 500 }, '502 cloud_unavailable auto'],
  ['cloud: maintenance', { status: 503 }, '502 cloud_unavailable auto'],
  ['cloud: redirects elsewhere', { status: 302 }, '502 cloud_unavailable auto'],
  ['cloud: 200 with an HTML page', { kind: 'malformed' }, '502 cloud_unavailable auto'],
  ['cloud: 200 without a code', { status: 200 }, '502 cloud_unavailable auto'],
  ['cloud: closes the connection', { kind: 'drop' }, '502 cloud_unavailable auto'],
  ['cloud: never answers', { kind: 'hang' }, '504 cloud_unavailable auto'],
  ['cloud: slower than the limit', { delayMs: CLOUD_TIMEOUT_MS + 500 }, '504 cloud_unavailable auto'],
  ['cloud: slow, within the limit', { delayMs: CLOUD_TIMEOUT_MS - 700 }, '200'],
];

export async function tryRoute(
  app: AppInstance,
  emulator: EmulatorControl,
  secret: string,
  outcome: Expectations,
): Promise<void> {
  const userOf = (id: string) => signedIn(id, secret, app.url);
  const ask = async (headers: Record<string, string>, method?: string) =>
    rowOf(await askForCode(app.url, headers, method));

  const healthy = await userOf('healthy');
  outcome.expect('a valid request', await ask(healthy.headers), '200');
  const { cookie = '', ...anonymous } = healthy.headers;
  outcome.expect('no user is signed in', await ask(anonymous), '401 signed_out never');
  outcome.expect(
    'a made-up session cookie',
    await ask({ ...anonymous, cookie: 'authjs.session-token=ey.x' }),
    '401 signed_out never',
  );
  const forged = await signedIn('healthy', `${secret}x`, app.url);
  outcome.expect('a session cookie of another secret', await ask(forged.headers), '401 signed_out never');
  outcome.expect(
    'a request from another site',
    await ask({ cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }),
    '403 cross_origin never',
  );
  outcome.expect('no Origin and no Sec-Fetch-Site', await ask({ cookie }), '403 cross_origin never');
  outcome.expect('the method PUT', await ask(healthy.headers, 'PUT'), '405 POST');

  const eager = await userOf('eager');
  const rows = [];
  for (let i = 0; i < 7; i++) rows.push(await ask(eager.headers));
  outcome.expect('the seventh code in a minute', [rows[5], rows[6]], ['200', '429 rate_limited manual Retry-After']);
  outcome.expect('codes that the cloud issued', (await emulator.of('eager').codes()).length, 6);

  for (const [index, [what, fault, expected]] of cloudFaults.entries()) {
    const user = await userOf(`cloud-fault-${index}`);
    const cloud = emulator.of(user.id);
    await cloud.fault({ target: 'once-code', ...fault });
    outcome.expect(what, await ask(user.headers), expected);
    outcome.expect('  the next request succeeds', await ask(user.headers), '200');
    const asked = (await cloud.events()).filter((event) => event === 'fault').length;
    outcome.expect('  calls that reached the cloud', asked, 1);
  }
}

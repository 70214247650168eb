/** Mistakes of operators and expired credentials: one instance for each, with one difference. */
import { AppInstance, type AppOptions } from '../../scripts/app-instance';
import type { EmulatorControl } from '../../scripts/emulator-control';
import { anyFreePort } from '../../scripts/free-port';
import { iamUserSettings } from '../../scripts/local-stack';
import { askForCode, demoSessionCookie, signedIn } from '../../scripts/test-user';
import type { Expectations } from '../expectations';
import { submitDemoForm } from './action-faults';
import { rowOf } from './route-faults';

/** Twenty minutes slow: more than the 15 that the cloud accepts. The instance loads this first. */
const WRONG_CLOCK = 'data:text/javascript,const now=Date.now;Date.now=()=>now()-1_200_000';

/** Each looks like a value, but none can work. */
const CANNOT_WORK: [name: string, value: string, others?: Record<string, string>][] = [
  ['METASTUDIO_REGION', 'mars-1', { METASTUDIO_ENDPOINT: '', METASTUDIO_SERVER_ADDRESS: '' }],
  ['METASTUDIO_SERVER_ADDRESS', '-'],
  ['METASTUDIO_SDK_URL', '/x y.js'],
  ['DEMO_LOGIN', 'yes'],
  ['AUTH_URL', 'chat.example.com'],
];

/** The fixtures of each group of faults. */
interface Trial {
  /** Runs `use` on an instance with these settings in place of the valid ones. */
  on: (env: Record<string, string>, use: (app: AppInstance) => Promise<void>) => Promise<void>;
  /** The answer to the user. */
  row: (app: AppInstance, id: string, signedWith?: string) => Promise<string>;
  /** For an instance that must not start. */
  end: (env: Record<string, string>) => ReturnType<typeof AppInstance.startAndEnd>;
  secret: string;
  emulator: EmulatorControl;
  outcome: Expectations;
}

export async function trySettings(
  base: Record<string, string>,
  secret: string,
  emulator: EmulatorControl,
  outcome: Expectations,
): Promise<void> {
  const options = async (env: Record<string, string>): Promise<AppOptions> => ({
    port: await anyFreePort(),
    env: { ...base, ...env },
  });
  const trial: Trial = {
    async on(env, use) {
      const app = await AppInstance.start(await options(env));
      await use(app);
      await app.stop();
    },
    row: async (app, id, signedWith = secret) =>
      rowOf(await askForCode(app.url, (await signedIn(id, signedWith, app.url)).headers)),
    end: async (env) => AppInstance.startAndEnd(await options(env)),
    secret,
    emulator,
    outcome,
  };
  await tryCloud(trial);
  await tryMissing(trial);
  await tryUnworkable(trial);
  await tryTokens(trial);
  await trySignIn(trial);
  await tryRefusedStarts(trial);
}

async function tryCloud({ on, row, outcome }: Trial): Promise<void> {
  await on({ HUAWEICLOUD_SDK_SK: 'another' }, async (app) => {
    outcome.expect('wrong secret key', await row(app, 'wrong-sk'), '502 cloud_refused never APIG.0301');
  });
  await on({ NODE_OPTIONS: `--import="${WRONG_CLOCK}"` }, async (app) => {
    const came = await row(app, 'wrong-clock');
    outcome.expect('server clock 20 minutes behind', came, '502 cloud_refused never APIG.0301');
  });
  await on({ METASTUDIO_ENDPOINT: `http://127.0.0.1:${await anyFreePort()}` }, async (app) => {
    outcome.expect('nothing listens at METASTUDIO_ENDPOINT', await row(app, 'unlucky'), '502 cloud_unavailable auto');
  });
  await on({ ONCE_CODES_PER_SECOND: '5' }, async (app) => {
    const rows = await Promise.all(Array.from({ length: 8 }, (_, index) => row(app, `crowd-${index}`)));
    const issued = rows.filter((each) => each === '200').length;
    const limited = rows.filter((each) => each === '429 rate_limited manual Retry-After').length;
    outcome.expect('eight users in a second, limit five', [issued, limited], [5, 3]);
  });
}

async function tryMissing({ on, row, outcome }: Trial): Promise<void> {
  await on({ HUAWEICLOUD_SDK_SK: '' }, async (app) => {
    outcome.expect('a setting is missing', await row(app, 'missing'), '503 misconfigured never');
    const ready = await fetch(`${app.url}/api/ready`);
    const isNamed = (await ready.text()).includes('HUAWEICLOUD_SDK_SK');
    const came = [ready.status, isNamed, app.events('misconfigured').length > 0];
    outcome.expect('  /api/ready names it, and the log', came, [503, true, true]);
    outcome.expect('  /api/health answers', (await fetch(`${app.url}/api/health`)).status, 200);
    outcome.expect('  pages still render', (await fetch(`${app.url}/sign-in`)).status, 200);
  });
}

async function tryUnworkable({ on, row, outcome }: Trial): Promise<void> {
  for (const [name, value, others = {}] of CANNOT_WORK) {
    await on({ ...others, [name]: value }, async (app) => {
      const isNamed = app.events('misconfigured').some(({ setting }) => setting === name);
      const renders = async (page: string) => (await fetch(app.url + page, { redirect: 'manual' })).status < 400;
      const pages = await Promise.all(['/', '/chat', '/sign-in'].map(renders));
      const came = [await row(app, 'cannot-work'), isNamed, ...pages];
      outcome.expect(`${name}=${value}`, came, ['503 misconfigured never', true, true, true, true]);
    });
  }
}

async function tryTokens({ on, row, emulator, outcome }: Trial): Promise<void> {
  // Without the notice, whose call to the cloud at the start would use up the row's fault.
  const iam = { ...iamUserSettings(emulator.url), RECORDING_NOTICE: '0' };
  await on(iam, async (app) => {
    await emulator.fault({ target: 'iam-token', status: 500 });
    outcome.expect('IAM fails', await row(app, 'iam-down'), '502 cloud_unavailable auto');
    outcome.expect('  the next request succeeds', await row(app, 'iam-up'), '200');
    await emulator.of('revoked').fault({ target: 'once-code', status: 401, errorCode: 'APIGW.0307' });
    outcome.expect('token revoked: renewed without an error', await row(app, 'revoked'), '200');
    await emulator.of('void').fault({ target: 'once-code', status: 401, errorCode: 'APIGW.0307', times: 9 });
    outcome.expect('every token refused: no loop', await row(app, 'void'), '502 cloud_refused never APIGW.0307');
    const tried = (await emulator.of('void').events()).filter((event) => event === 'fault').length;
    outcome.expect('  and the cloud was asked at most twice', tried <= 2, true);
    await emulator.of('emulator-user').advance(25 * 3_600);
    outcome.expect('token expired at the cloud: renewed without an error', await row(app, 'run-out'), '200');
  });
  await on({ ...iam, HUAWEICLOUD_IAM_PASSWORD: 'wrong' }, async (app) => {
    outcome.expect('wrong IAM password', (await row(app, 'wrong-password')).replace(/ \S*$/, ''), '502 cloud_refused');
  });
}

async function trySignIn({ on, row, secret, outcome }: Trial): Promise<void> {
  await on({ AUTH_SECRET_1: `${secret}-new` }, async (app) => {
    const rows = [await row(app, 'old-cookie'), await row(app, 'new-cookie', `${secret}-new`)];
    outcome.expect('AUTH_SECRET rotated: old and new cookies', rows, ['200', '200']);
  });
  await on({}, async (app) => {
    const refused = '/sign-in?error=refused&callbackUrl=%2Fchat';
    outcome.expect('demo sign-in is off: its form', await submitDemoForm(app), [refused, false]);
    outcome.expect('  its endpoint', (await demoSessionCookie(app.url)).name, '');
  });
  await on({ DEMO_LOGIN: '1', AUTH_URL: 'https://chat.example.com' }, async (app) => {
    const came = await submitDemoForm(app, 'https://chat.example.com');
    outcome.expect('a form posted to the public address, through a proxy that changes Host', came, ['/chat', true]);
  });
}

async function tryRefusedStarts({ end, outcome }: Trial): Promise<void> {
  const noSecret = await end({ AUTH_SECRET: '' });
  outcome.expect(
    'no AUTH_SECRET: exits with the reason',
    [noSecret.code, /AUTH_SECRET/.test(noSecret.output)],
    [1, true],
  );
  const open = await end({ DEMO_LOGIN: '1', METASTUDIO_ENDPOINT: 'https://cloud.invalid' });
  const came = [open.code, /DEMO_LOGIN/.test(open.output)];
  outcome.expect('demo users on a real cloud: exits with the reason', came, [1, true]);
}

/**
 * Proves what the Dockerfile packs, without a container engine: two instances of the standalone build, from a folder
 * with nothing else, as a user without write access, with a real Redis, behind the real deploy/Caddyfile. Needs root,
 * Linux, `redis-server` and `caddy`. `npm run prove:standalone -w tools` builds first. On an existing build:
 *   npx tsx tools/prove-standalone.ts [folder of the build, default .next]
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { signedCallbackUrl } from '../emulator/chat/callback-signature';
import { startEmulator } from '../emulator/start';
import { AppInstance, stopAllInstances } from '../scripts/app-instance';
import { EmulatorControl } from '../scripts/emulator-control';
import { anyFreePort } from '../scripts/free-port';
import { brainEnvironment, emulatorSettings } from '../scripts/local-stack';
import { askForCode, demoSessionCookie, signedIn } from '../scripts/test-user';
import { until, untilUp } from '../scripts/until';
import { Expectations } from './expectations';
import { RedisServer } from './redis-server';

const UNPRIVILEGED_UID = 65534;
const build = process.argv[2] ?? '.next';
const folder = mkdtempSync(join(tmpdir(), 'standalone-'));
chmodSync(folder, 0o755);

/** As in the Dockerfile's last stage. */
function pack(): string {
  const app = join(folder, 'app');
  cpSync(join(build, 'standalone'), app, { recursive: true, verbatimSymlinks: true });
  cpSync(join(build, 'static'), join(app, '.next/static'), { recursive: true });
  cpSync(join(dirname(build), 'public'), join(app, 'public'), { recursive: true });
  return app;
}

const megabytesOf = (path: string): number =>
  readdirSync(path, { recursive: true, encoding: 'utf8' }).reduce((sum, file) => {
    const { size } = statSync(join(path, file), { throwIfNoEntry: false }) ?? { size: 0 };
    return sum + size / 1e6;
  }, 0);

/**
 * The Caddyfile unchanged, except that Caddy must not install its authority or listen on 80 and 2019 on this machine.
 */
function startCaddy(site: string, instances: string[], home: string): ChildProcess {
  const config = join(home, 'Caddyfile');
  const globals = '{\n\tskip_install_trust\n\tadmin off\n\tauto_https disable_redirects\n}\n';
  writeFileSync(config, `${globals}import ${resolve('deploy/Caddyfile')}\n`);
  return spawn('caddy', ['run', '--adapter', 'caddyfile', '--config', config], {
    env: {
      ...process.env,
      HOME: home,
      XDG_DATA_HOME: home,
      XDG_CONFIG_HOME: home,
      SITE_ADDRESS: site,
      APP_INSTANCES: instances.join(' '),
    },
    stdio: 'ignore',
  });
}

if (!existsSync(join(build, 'standalone/server.js'))) {
  console.error(`${build}/standalone is not there: BUILD_STANDALONE=1 npm run build`);
  process.exit(1);
}
const brain = { ...brainEnvironment(3000), BRAIN_URL: 'https://chat.example.com/api/brain' };
const outcome = new Expectations();
const emulator = await startEmulator({ port: 0 });
const redis = new RedisServer(await anyFreePort());
let caddy: ChildProcess | undefined;
try {
  const app = pack();
  console.log(`${app}: ${Math.round(megabytesOf(app))} MB`);
  await redis.start();
  const secret = randomBytes(32).toString('base64');
  const site = `https://localhost:${await anyFreePort()}`;
  const env = {
    ...emulatorSettings(emulator.port),
    ...brain,
    AUTH_SECRET: secret,
    AUTH_URL: site,
    DEMO_LOGIN: '1',
    REDIS_URL: redis.url,
    HOSTNAME: '127.0.0.1',
    KEEP_ALIVE_TIMEOUT: '130000',
  };
  const startOne = async () =>
    AppInstance.start({ port: await anyFreePort(), env, args: ['server.js'], cwd: app, uid: UNPRIVILEGED_UID });
  const [first, second] = [await startOne(), await startOne()];
  caddy = startCaddy(
    site,
    [first, second].map(({ url }) => url.replace('http://localhost', '127.0.0.1')),
    folder,
  );
  // Caddy's own authority signs for localhost, and Node reads authorities only at its start.
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  await untilUp(`${site}/api/health`);

  outcome.expect('instances run as', [uidOf(first.pid), uidOf(second.pid)], ['65534', '65534']);
  await tryDoctor(app, env);
  await tryPages(site);
  await trySignIn(site);
  await tryQuestion(site);
  await trySharedLimits(site, secret, [first, second]);
  const third = await tryRestart(site, secret, first, startOne);
  outcome.expect('nothing was written to the app’s folder', existsSync(join(app, '.next/cache')), false);
  outcome.expect('the log holds no once code', /[A-Za-z0-9]{64}/.test(second.output + third.output), false);
} finally {
  await stopAllInstances();
  caddy?.kill('SIGKILL');
  await redis.stop();
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
}
outcome.printAndExit();

function uidOf(pid: number): string | undefined {
  return /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
}

/** As `docker run … node doctor.js`: from the packed files, as the user of the image. */
async function tryDoctor(app: string, env: Record<string, string>): Promise<void> {
  const run = async (more: Record<string, string>) => {
    const child = spawn(process.execPath, ['doctor.js'], {
      cwd: app,
      uid: UNPRIVILEGED_UID,
      gid: UNPRIVILEGED_UID,
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env, ...more },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk;
      });
    const [code] = (await once(child, 'close')) as [number];
    return { code, output };
  };
  const well = await run({});
  const came = [well.code, well.output.includes('A conversation could start.'), well.output.includes('✓ Redis')];
  outcome.expect('the doctor, from the image', came, [0, true, true]);
  const ill = await run({ REDIS_URL: `redis://127.0.0.1:${await anyFreePort()}` });
  outcome.expect('  finds a Redis that is away', [ill.code, ill.output.includes('✗ Redis')], [1, true]);
  outcome.expect('no file of settings was packed', existsSync(join(app, '.env')), false);
}

async function tryPages(site: string): Promise<void> {
  outcome.expect('ready', (await fetch(`${site}/api/ready`)).status, 200);
  const page = await fetch(`${site}/sign-in`);
  const html = await page.text();
  const came = [page.status, page.headers.get('strict-transport-security')];
  outcome.expect('a page, with HSTS behind TLS', came, [200, 'max-age=31536000']);
  const script = await fetch(site + (/\/_next\/static\/[^"]+\.js/.exec(html)?.[0] ?? '/none'));
  const served = [script.status, script.headers.get('cache-control')];
  outcome.expect('its script, to be kept', served, [200, 'public, max-age=31536000, immutable']);
  outcome.expect('a picture of public/', (await fetch(`${site}/digital-human.webp`)).status, 200);
}

async function trySignIn(site: string): Promise<void> {
  const { name, flags, cookie } = await demoSessionCookie(site);
  outcome.expect('the session cookie is named', name, '__Secure-authjs.session-token');
  outcome.expect('  with flags', flags, ['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure', 'a day']);
  const fromPage = { cookie, origin: site, 'sec-fetch-site': 'same-origin' };
  outcome.expect('  and is good for a code', (await askForCode(site, fromPage)).status, 200);
  const plain = { ...fromPage, cookie: cookie.replace('__Secure-', '') };
  outcome.expect('  but not by a name plain http could set', (await askForCode(site, plain)).status, 401);
}

/** Over both instances: after one has answered a signed question, the other refuses its replay. */
async function tryQuestion(site: string): Promise<void> {
  const { BRAIN_URL: url = '', BRAIN_APP_KEY: key = '', BRAIN_APP_ID: app_id }: Record<string, string> = brain;
  const { search } = new URL(signedCallbackUrl(url, Date.now(), key));
  const body = JSON.stringify({ app_id, messages: [{ content: 'What is a once code?' }] });
  const ask = () => fetch(`${site}/api/brain${search}`, { method: 'POST', body });
  const answers = await Promise.all([ask(), ask(), ask(), ask()]);
  const statuses = answers.map(({ status }) => status).sort();
  outcome.expect('a question is answered from the pages, once over both instances', statuses, [200, 400, 400, 400]);
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  outcome.expect(
    '  with a source',
    texts.some((text) => text.includes('/docs/overview#what-is-the-life-of-a-once-code')),
    true,
  );
  outcome.expect('  which is there', (await fetch(`${site}/docs/overview`)).status, 200);
}

async function trySharedLimits(site: string, secret: string, instances: AppInstance[]): Promise<void> {
  const { headers } = await signedIn('greedy', secret, site);
  const answers = await Promise.all(Array.from({ length: 12 }, () => askForCode(site, headers)));
  const issued = answers.filter(({ status }) => status === 200).length;
  outcome.expect('six codes a minute over both instances', issued, 6);
  const bothServed = instances.every(({ log }) => log.length > 0);
  outcome.expect('and both served', bothServed, true);
}

/** @returns the instance that replaced the stopped one */
async function tryRestart(
  site: string,
  secret: string,
  first: AppInstance,
  startOne: () => Promise<AppInstance>,
): Promise<AppInstance> {
  const { headers } = await signedIn('patient', secret, site);
  const emulated = new EmulatorControl(emulator.url, 'patient');
  await emulated.fault({ target: 'once-code', delayMs: 1_500 });
  const underWay = askForCode(first.url, headers);
  await until(async () => (await emulated.events()).includes('fault'), 'the request to reach the cloud');
  first.kill('SIGTERM');
  const others = await Promise.all(
    ['a', 'b', 'c', 'd'].map(async (id) => askForCode(site, (await signedIn(id, secret, site)).headers)),
  );
  const statuses = others.map(({ status }) => status);
  outcome.expect('SIGTERM: others are served meanwhile', statuses, [200, 200, 200, 200]);
  outcome.expect('SIGTERM: the request under way is answered', (await underWay).status, 200);
  outcome.expect('SIGTERM: then the instance ends with', await first.exited, 143);
  const third = await startOne();
  const { status } = await askForCode(third.url, headers);
  outcome.expect('a cookie of before is good on a new instance', status, 200);
  return third;
}

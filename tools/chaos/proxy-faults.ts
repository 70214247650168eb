/**
 * Behind real proxies: pages, an OpenID sign-in and codes, with and without `AUTH_URL`, and connections that the proxy
 * keeps open while the app closes them.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AppInstance } from '../../scripts/app-instance';
import { anyFreePort } from '../../scripts/free-port';
import { signedIn } from '../../scripts/test-user';
import type { Expectations } from '../expectations';
import { makeCertificate } from './certificate';
import { type QuirkyProvider, startQuirkyProvider } from './quirky-provider';
import { proxyKinds, type ReverseProxy, startProxy } from './reverse-proxies';
import { Visitor } from './visitor';

/** nginx accepts at most this much of response headers by default. */
const HEAD_LIMIT_BYTES = 4_000;
const FORWARDED_PROTOS = ['https,http', 'https, http', 'HTTPS', ' https ', 'wss', 'x y', ',', ''];
/** Less than the five seconds after which Node closes an idle connection: the previous answers took some time. */
const IDLE_MS = [4_800, 4_850, 4_880, 4_900, 4_920, 4_940, 4_960, 5_000];
const BUSY_WITH = 8;
const IN_PARALLEL = 60;

export async function tryProxies(base: Record<string, string>, secret: string, outcome: Expectations): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'proxies-'));
  const certificate = makeCertificate(folder, ['localhost']);
  if (!certificate) {
    outcome.skip('behind a proxy', 'no openssl on this machine');
    return;
  }
  const provider = await startQuirkyProvider();
  const env = {
    ...base,
    // The real cloud's addresses in the policy. This instance requests no code.
    METASTUDIO_ENDPOINT: '',
    RECORDING_NOTICE: '0', // does not ask the named cloud
    METASTUDIO_SERVER_ADDRESS: '',
    METASTUDIO_SDK_URL: '',
    AUTH_OIDC_ISSUER: provider.issuer,
    AUTH_OIDC_ID: provider.clientId,
    AUTH_OIDC_SECRET: provider.clientSecret,
  };
  const ports = [await anyFreePort(), await anyFreePort()];
  const apps = await Promise.all(ports.map((port) => AppInstance.start({ port, env })));
  try {
    for (const kind of proxyKinds) {
      const program = kind.find();
      if (!program) {
        outcome.skip(kind.name, 'not on this machine');
        continue;
      }
      const proxy = await startProxy(kind, program, { folder: join(folder, kind.name), certificate, instances: ports });
      try {
        for (const url of proxy.urls) {
          await tryUsualSettings({ name: `${kind.name}, ${url.replace(/:.*/, '')}`, url }, provider, secret, outcome);
        }
        if (kind.name === 'nginx') await tryIdleConnections(proxy, apps.at(-1) as AppInstance, outcome);
      } finally {
        await proxy.stop();
      }
    }
    await tryForwardedHeaders(apps[0] as AppInstance, secret, outcome);
  } finally {
    await Promise.all(apps.map((app) => app.stop()));
    provider.close();
    rmSync(folder, { recursive: true });
  }
  for (const app of apps) outcome.expect('behind a proxy: no stack in the log', /⨯|\n {4}at /.test(app.output), false);
}

/** Without `AUTH_URL` the public address comes from the headers. */
async function tryUsualSettings(
  { name, url }: { name: string; url: string },
  provider: QuirkyProvider,
  secret: string,
  outcome: Expectations,
): Promise<void> {
  const visitor = new Visitor();
  const statuses = [];
  for (const page of ['/', '/sign-in', '/privacy', '/api/health'])
    statuses.push((await visitor.visit(url + page)).status);
  outcome.expect(`${name}: pages`, statuses, [200, 200, 200, 200]);
  const wayThere = await visitor.signInWith(url, 'oidc');
  outcome.expect('  redirect to the provider', wayThere.status, 303);
  const last = await visitor.follow(wayThere);
  outcome.expect('  callback address', provider.redirectUris.at(-1), `${url}/api/auth/callback/oidc`);
  outcome.expect('  the user is signed in', [last.status, last.url], [200, `${url}/chat`]);
  const largest = Math.max(...visitor.visits.map(({ headBytes }) => headBytes));
  outcome.expect(`  no head above ${HEAD_LIMIT_BYTES} bytes`, largest <= HEAD_LIMIT_BYTES || largest, true);
  const { headers } = await signedIn('behind-a-proxy', secret, url);
  const signedInPage = await new Visitor({ cookie: headers.cookie ?? '' }).visit(`${url}/chat`);
  outcome.expect('  a session cookie is accepted', signedInPage.status, 200);
}

/** Header values that misconfigured proxies send, or two proxies in a row. */
async function tryForwardedHeaders(app: AppInstance, secret: string, outcome: Expectations): Promise<void> {
  for (const proto of FORWARDED_PROTOS) {
    const site = /^\s*https/i.test(proto) ? app.url.replace('http:', 'https:') : app.url;
    const { headers } = await signedIn('forwarded', secret, site);
    const visitor = new Visitor({ cookie: headers.cookie ?? '', 'x-forwarded-proto': proto });
    const statuses: number[] = [];
    for (const page of ['/', '/sign-in', '/chat', '/api/ready', '/api/auth/session']) {
      statuses.push((await visitor.visit(app.url + page)).status);
    }
    const way = await new Visitor({ 'x-forwarded-proto': proto, origin: site }).signInWith(app.url, 'oidc');
    outcome.expect(
      `X-Forwarded-Proto: ${JSON.stringify(proto)}: answered without an error`,
      [...statuses, way.status].filter((status) => status >= 500),
      [],
    );
    if (/^\s*https/i.test(proto)) {
      outcome.expect('  the cookie of the secure site is accepted', statuses[2], 200);
    }
  }
}

/**
 * nginx repeats no POST: if the app closes the connection at that moment, the answer is a 502. A busy instance closes
 * idle connections before it reads a request that has already arrived.
 */
async function tryIdleConnections(proxy: ReverseProxy, app: AppInstance, outcome: Expectations): Promise<void> {
  const url = proxy.urls.find((each) => each.startsWith('http:')) as string;
  const agent = new Agent({ keepAlive: true, maxSockets: IN_PARALLEL });
  const post = () =>
    new Promise<number>((resolve, reject) => {
      request(`${url}/api/once-code`, { method: 'POST', agent }, (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
      })
        .once('error', reject)
        .end();
    });
  const burst = () => Promise.all(Array.from({ length: IN_PARALLEL }, post));
  const statuses = await burst();
  for (const idleMs of IDLE_MS) {
    await pause(idleMs);
    const pages = Array.from({ length: BUSY_WITH }, () => fetch(`${app.url}/sign-in`));
    statuses.push(...(await burst()));
    await Promise.all(pages);
  }
  agent.destroy();
  const lost = statuses.filter((status) => status === 502).length;
  outcome.expect(`${statuses.length} POSTs on connections that nginx kept open: 502s`, lost, 0);
}

/** Steps without network: Node, the settings alone and in combination, sign-in and the site's address. */
import { isIPv4 } from 'node:net';
import { settingProblems } from '../../lib/server/all-settings';
import { signInSettings } from '../../lib/server/auth/sign-in-settings';
import { isLoopback } from '../../lib/server/http/address';
import { cspOrigins } from '../../lib/server/page-settings';
import { KNOWN_REGIONS, metastudioSettings, onceCodeSettings } from '../../lib/server/settings';
import { describeProblem, type Environment } from '../../lib/server/settings-schema';
import { reasonNotToStart } from '../../lib/server/startup';
import type { Finding, Step } from './examination';

const SETTINGS_DOCS = '.env.example';
const HOSTS_DOCS = 'MetaStudio docs, “Before You Start” (endpoints)';

/** `engines` in package.json. */
const OLDEST_NODE = [20, 19] as const;

export const nodeStep: Step = {
  checks: ['Node.js'],
  needs: [],
  examine({ nodeVersion }) {
    const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
    const isNewEnough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
    if (isNewEnough) return [{ check: 'Node.js', level: 'ok', text: nodeVersion }];
    return [
      {
        check: 'Node.js',
        level: 'failure',
        text: `${nodeVersion} is older than ${OLDEST_NODE.join('.')}`,
        advice: {
          means: 'The app is not tested on this version and may fail.',
          todo: 'Install a newer Node.js.',
          docs: 'README.md, “Run it”',
        },
      },
    ];
  },
};

export const settingsStep: Step = {
  checks: ['Settings'],
  needs: [],
  examine({ environment }) {
    const problems = settingProblems(environment);
    if (problems.length === 0) return [{ check: 'Settings', level: 'ok', text: 'each is present and well-formed' }];
    return problems.map((problem) => ({
      check: 'Settings',
      level: 'failure',
      text: describeProblem(problem),
      advice: {
        means: 'The app answers every start with 503 “misconfigured”.',
        todo: `Set ${problem.name} in the environment or in .env.`,
        docs: SETTINGS_DOCS,
      },
    }));
  },
};

export const signInStep: Step = {
  checks: ['Sign-in'],
  needs: ['Settings'],
  examine({ environment }) {
    const reason = reasonNotToStart({ ...environment, NODE_ENV: 'production' });
    const { demo, github, oidc } = signInSettings(environment);
    const ways = [demo && 'demo users', github && 'GitHub', oidc?.name].filter(Boolean).join(', ');
    if (!reason && ways) return [{ check: 'Sign-in', level: 'ok', text: ways }];
    const advice = {
      means: reason
        ? 'A production server refuses to start with these settings.'
        : 'Only signed-in users get once codes.',
      todo: 'Set AUTH_GITHUB_* or AUTH_OIDC_*, or on your own machine DEMO_LOGIN=with-real-cloud.',
      docs: `${SETTINGS_DOCS}, “Sign-in”`,
    };
    return [{ check: 'Sign-in', level: 'failure', text: reason ?? 'no user can sign in', advice }];
  },
};

export const pageAddressStep: Step = {
  checks: ['Page address'],
  needs: ['Settings'],
  examine({ environment }) {
    const { url, github, oidc } = signInSettings(environment);
    if (!url) return [addressOfEachRequest(Boolean(github || oidc))];
    const { protocol, hostname, origin } = new URL(url);
    const isName = !isIPv4(hostname) && !hostname.startsWith('[');
    if (isLoopback(hostname) || (protocol === 'https:' && isName))
      return [{ check: 'Page address', level: 'ok', text: origin }];
    const advice = {
      means: 'The vendor’s SDK runs on https pages with a domain name only: elsewhere browsers give no microphone.',
      todo: 'Serve the app by https and a name, and set AUTH_URL to that.',
      docs: 'MetaStudio docs, “SDK quick start” (prerequisites)',
    };
    const level = protocol === 'https:' ? 'warning' : 'failure';
    return [{ check: 'Page address', level, text: `${origin} is not https and a domain name`, advice }];
  },
};

/** Without AUTH_URL the address is known only when a request arrives. */
function addressOfEachRequest(hasProvider: boolean): Finding {
  const check = 'Page address';
  const text = 'AUTH_URL is not set: the address is taken from Host and X-Forwarded-Proto of each request';
  const leavesOpen = 'the page’s address';
  if (!hasProvider) return { check, level: 'aside', text, leavesOpen };
  const advice = {
    means: 'Behind a proxy that does not pass both on, the provider refuses the callback address (redirect_uri).',
    todo: 'Set AUTH_URL to the address that users type.',
    docs: 'docs/operate.md, “Another proxy or platform”',
  };
  return { check, level: 'warning', text, advice, leavesOpen };
}

export const regionStep: Step = {
  checks: ['Region'],
  needs: ['Settings'],
  examine: ({ environment }) => [regionFinding(environment)],
};

function regionFinding(environment: Environment): Finding {
  const { endpoint, credentials } = metastudioSettings(environment);
  const { serverAddress } = onceCodeSettings(environment);
  const api = hostFacts(new URL(endpoint).hostname);
  const server = hostFacts(cspOrigins(environment).server?.hostname ?? serverAddress);
  const iam = 'ak' in credentials ? [] : [hostFacts(new URL(credentials.endpoint).hostname)];
  const fail = (text: string, means: string, todo: string): Finding => ({
    check: 'Region',
    level: 'failure',
    text,
    advice: { means, todo, docs: HOSTS_DOCS },
  });

  if (api.family === 'metastudio-api')
    return fail(
      'METASTUDIO_ENDPOINT is the host for browsers',
      'The host with “-api” serves the browser SDK and issues no codes.',
      'Set METASTUDIO_ENDPOINT to https://metastudio.{region}.myhuaweicloud.com, or leave it empty.',
    );
  if (server.family === 'metastudio')
    return fail(
      'METASTUDIO_SERVER_ADDRESS is the host for servers',
      'The host without “-api” issues codes and does not serve the browser SDK.',
      'Set METASTUDIO_SERVER_ADDRESS to metastudio-api.{region}.myhuaweicloud.com, or leave it empty.',
    );
  if (api.isLoopback !== server.isLoopback)
    return fail(
      'one of METASTUDIO_ENDPOINT and METASTUDIO_SERVER_ADDRESS is on this machine, the other is not',
      'The cloud refuses the emulator’s codes, and the emulator the cloud’s.',
      'Point both at the emulator, or leave both empty.',
    );
  const regions = [...new Set([api, server, ...iam].flatMap(({ region }) => region ?? []))];
  if (regions.length > 1)
    return fail(
      `the hosts belong to ${regions.join(' and ')}`,
      'Regions share nothing: project, token, once code and robot must belong to the same one.',
      'Set METASTUDIO_REGION and leave the three endpoints empty.',
    );
  const [region] = regions;
  if (!region) return { check: 'Region', level: 'ok', text: api.isLoopback ? 'this machine' : 'hosts of your own' };
  if (KNOWN_REGIONS.includes(region)) return { check: 'Region', level: 'ok', text: region };
  return {
    check: 'Region',
    level: 'warning',
    text: `${region} is not a documented region of MetaStudio`,
    advice: {
      means: `MetaStudio is documented for ${KNOWN_REGIONS.join(', ')}.`,
      todo: 'Check METASTUDIO_REGION.',
      docs: HOSTS_DOCS,
    },
  };
}

function hostFacts(hostname: string): { isLoopback: boolean; family?: string; region?: string } {
  const [, family, region] = /^(metastudio|metastudio-api|iam)\.([a-z\d-]+)\.myhuaweicloud\.com$/.exec(hostname) ?? [];
  return { isLoopback: isLoopback(hostname), ...(family && region ? { family, region } : {}) };
}

/** Steps for one host of any purpose: its name resolves, its TLS works, it answers. */

import { isLoopback, parseServerAddress } from '../../lib/server/http/address';
import { isDirect, proxySettings } from '../../lib/server/http/outbound';
import { cspOrigins } from '../../lib/server/page-settings';
import { metastudioSettings, onceCodeSettings } from '../../lib/server/settings';
import type { Environment } from '../../lib/server/settings-schema';
import { type Advice, type Finding, networkProblem, type Step } from './examination';

interface Host {
  /** The prefix of the checks' names. */
  label: string;
  urlOf: (environment: Environment) => URL;
  setting: string;
  applies?: (environment: Environment) => boolean;
}

const FIREWALL_DOCS = 'MetaStudio docs, FAQ (firewall)';

export function hostSteps({ label, urlOf, setting, applies }: Host): Step[] {
  const name = `${label} name`;
  const tls = `${label} TLS`;
  const always = applies ? { applies } : {};
  return [
    {
      checks: [name],
      needs: ['Settings', 'Region', 'Outbound proxy'],
      ...always,
      async examine({ environment, resolveHost }) {
        const { hostname } = urlOf(environment);
        if (isLoopback(hostname)) return [onThisMachine(name, hostname)];
        if (isProxied(urlOf(environment), environment)) return [checkedByProxy(name, 'looks the name up')];
        try {
          await resolveHost(hostname);
          return [{ check: name, level: 'ok', text: `${hostname} is found` }];
        } catch (error) {
          return [
            {
              check: name,
              level: 'failure',
              text: `${hostname} is not found: ${networkProblem(error)}`,
              advice: {
                means: 'The name is wrong, or this machine cannot ask a name server.',
                todo: `Check METASTUDIO_REGION and ${setting}, then this machine’s DNS. If the way out is a proxy, set HTTPS_PROXY.`,
                docs: 'MetaStudio docs, “Before You Start” (endpoints)',
              },
            },
          ];
        }
      },
    },
    {
      checks: [tls],
      needs: [name],
      ...always,
      async examine({ environment, shakeHands }) {
        const { hostname, port } = urlOf(environment);
        if (isLoopback(hostname)) return [onThisMachine(tls, hostname)];
        // The next call goes all the way, certificate included.
        if (isProxied(urlOf(environment), environment)) return [checkedByProxy(tls, 'makes the connection')];
        try {
          await shakeHands(hostname, Number(port || 443), metastudioSettings(environment).timeoutMs);
          return [{ check: tls, level: 'ok', text: 'the certificate is good' }];
        } catch (error) {
          const code = networkProblem(error);
          return [{ check: tls, level: 'failure', text: `no TLS with ${hostname}: ${code}`, advice: tlsAdvice(code) }];
        }
      },
    },
  ];
}

const isProxied = (url: URL, environment: Environment): boolean => !isDirect(url, proxySettings(environment));

const checkedByProxy = (check: string, does: string): Finding => ({
  check,
  level: 'ok',
  text: `the proxy of HTTPS_PROXY ${does}`,
});

const onThisMachine = (check: string, hostname: string): Finding => ({
  check,
  level: 'aside',
  text: `not checked: ${hostname} is this machine`,
});

function tlsAdvice(code: string): Advice {
  if (/CERT|SELF_SIGNED|ISSUER|VERIFY/.test(code))
    return {
      means: 'Something else than the cloud presents a certificate: a proxy that opens TLS, or the wrong host.',
      todo: 'Let this host pass the proxy untouched, or trust the proxy’s authority with NODE_EXTRA_CA_CERTS.',
      docs: 'Node.js docs, “NODE_EXTRA_CA_CERTS”',
    };
  return {
    means: 'The connection was refused, cut or swallowed on the way.',
    todo: 'Let this machine connect to TCP 443 of this host. If the way out is a proxy, set HTTPS_PROXY.',
    docs: FIREWALL_DOCS,
  };
}

/** The URL of the SDK's server, as the page uses it: plain HTTP only on this machine. Requires valid settings. */
export function sdkServerUrl(environment: Environment): URL {
  const { serverAddress } = onceCodeSettings(environment);
  const isHere = parseServerAddress(serverAddress)?.isLoopback === true;
  return new URL(`${isHere ? 'http' : 'https'}://${serverAddress}`);
}

export const sdkServerStep: Step = {
  checks: ['SDK server'],
  needs: ['SDK server TLS'],
  async examine({ environment, fetch }) {
    const { host } = sdkServerUrl(environment);
    try {
      const signal = AbortSignal.timeout(metastudioSettings(environment).timeoutMs);
      const answer = await fetch(sdkServerUrl(environment), { redirect: 'manual', cache: 'no-store', signal });
      await answer.body?.cancel();
      return [
        { check: 'SDK server', level: 'ok', text: `${host} answers (HTTP ${answer.status}; any status is fine)` },
      ];
    } catch (error) {
      return [
        {
          check: 'SDK server',
          level: 'failure',
          text: `${host} does not answer: ${networkProblem(error)}`,
          advice: {
            means: 'Browsers that sit where this machine sits cannot start a conversation.',
            todo: 'Check METASTUDIO_SERVER_ADDRESS; let TCP 443 of this host pass.',
            docs: FIREWALL_DOCS,
          },
        },
      ];
    }
  },
};

export const portsStep: Step = {
  checks: ['Ports'],
  needs: ['Settings'],
  applies: (environment) => cspOrigins(environment).server?.isLoopback === false,
  examine: () => [
    {
      check: 'Ports',
      level: 'aside',
      text: 'browsers need outbound TCP 443 and 6447 and UDP 20000–20063; the doctor cannot check them',
      leavesOpen: 'the path from browsers to the cloud',
    },
  ],
};

/** Steps for sign-in with a provider: it is reachable, it is the configured issuer, and it knows this client. */

import { type Discovery, discover, tokenAuthMethod } from '../../lib/server/auth/identity-provider';
import { signInSettings } from '../../lib/server/auth/sign-in-settings';
import { metastudioSettings } from '../../lib/server/settings';
import type { Environment } from '../../lib/server/settings-schema';
import { type Advice, type Finding, networkProblem, type Step, type StepContext } from './examination';

const GITHUB_TOKEN_URL = 'https://github.com/login/oauth/access_token';
const DOCS = 'docs/operate.md, “The settings that must be there”';

const hasProvider = (environment: Environment): boolean => {
  const { github, oidc } = signInSettings(environment);
  return Boolean(github || oidc);
};

export const providerStep: Step = {
  checks: ['OpenID provider'],
  needs: ['Settings', 'Outbound proxy'],
  applies: (environment) => signInSettings(environment).oidc !== undefined,
  async examine({ environment, fetch }) {
    const { host } = new URL(issuerOf(environment));
    const found = await discoveryOf(environment, fetch);
    if (typeof found !== 'string')
      return [{ check: 'OpenID provider', level: 'ok', text: `${host} describes itself, and is the issuer` }];
    const advice: Advice = {
      means: 'Sign-in with this provider fails.',
      todo: 'Set AUTH_OIDC_ISSUER to the issuer exactly as the provider gives it; let this machine connect to it.',
      docs: DOCS,
    };
    return [{ check: 'OpenID provider', level: 'failure', text: `${host}: ${found}`, advice }];
  },
};

export const clientStep: Step = {
  checks: ['Sign-in client'],
  needs: ['Settings', 'Outbound proxy', 'OpenID provider'],
  applies: hasProvider,
  async examine({ environment, fetch }) {
    const { github, oidc, url } = signInSettings(environment);
    const findings: Finding[] = [];
    if (oidc) {
      const found = await discoveryOf(environment, fetch);
      if (typeof found === 'string') throw new Error(found);
      const method = tokenAuthMethod(found);
      const redeem = unknownCode(`${url ?? 'http://localhost:3000'}/api/auth/callback/oidc`);
      const headers: Record<string, string> = {};
      if (method === 'client_secret_post') {
        redeem.set('client_id', oidc.clientId);
        redeem.set('client_secret', oidc.clientSecret);
      } else headers.authorization = `Basic ${btoa(`${encode(oidc.clientId)}:${encode(oidc.clientSecret)}`)}`;
      const error = await tokenError({ environment, fetch }, found.token_endpoint, redeem, headers);
      findings.push(clientFinding(oidc.name, 'AUTH_OIDC', error, method));
    }
    if (github) {
      const redeem = unknownCode(`${url ?? 'http://localhost:3000'}/api/auth/callback/github`);
      redeem.set('client_id', github.clientId);
      redeem.set('client_secret', github.clientSecret);
      const error = await tokenError({ environment, fetch }, GITHUB_TOKEN_URL, redeem);
      findings.push(clientFinding('GitHub', 'AUTH_GITHUB', error));
    }
    return findings;
  },
};

const issuerOf = (environment: Environment): string => signInSettings(environment).oidc?.issuer ?? '';

const discoveryOf = (environment: Environment, fetch: StepContext['fetch']): Promise<Discovery | string> =>
  discover(issuerOf(environment), fetch, metastudioSettings(environment).timeoutMs).catch((error: unknown) =>
    error instanceof Error ? error.message : 'unknown error',
  );

/** RFC 6749, section 2.3.1: both halves are form-encoded first. */
const encode = (text: string) => new URLSearchParams({ x: text }).toString().slice(2);

/** An unknown code. If the provider checks the code at all, it knows the client. */
const unknownCode = (redirectUri: string) =>
  new URLSearchParams({
    grant_type: 'authorization_code',
    code: 'doctor',
    redirect_uri: redirectUri,
    code_verifier: 'doctor'.repeat(8),
  });

/** The provider's `error`, `HTTP 503`, or the code of the network. */
async function tokenError(
  { environment, fetch }: Pick<StepContext, 'environment' | 'fetch'>,
  url: string,
  body: URLSearchParams,
  headers: Record<string, string> = {},
): Promise<string> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { ...headers, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: body.toString(),
      signal: AbortSignal.timeout(metastudioSettings(environment).timeoutMs),
    });
    const json = (await answer.json().catch(() => ({}))) as { error?: unknown };
    if (typeof json.error === 'string' && /^[a-z_]{1,40}$/.test(json.error)) return json.error;
    return answer.status === 401 ? 'invalid_client' : `HTTP ${answer.status}`;
  } catch (error) {
    return networkProblem(error);
  }
}

function clientFinding(name: string, prefix: string, error: string, method = 'client_secret_post'): Finding {
  const check = 'Sign-in client';
  if (error === 'invalid_grant' || error === 'bad_verification_code')
    return { check, level: 'ok', text: `${name} knows this client and its secret` };
  if (/^(invalid_client|unauthorized_client|incorrect_client_credentials)$/.test(error))
    return {
      check,
      level: 'failure',
      text: `${name} refuses this client: ${error}`,
      advice: {
        means: `${prefix}_ID or ${prefix}_SECRET is wrong. Users return from the provider without being signed in.`,
        todo: `Copy both again from the provider, and check that the secret has not expired. The client authenticates by ${method}.`,
        docs: DOCS,
      },
    };
  if (error === 'redirect_uri_mismatch')
    return {
      check,
      level: 'failure',
      text: `${name} does not know the callback address`,
      advice: {
        means: 'The provider refuses to send users back to this site.',
        todo: 'Register {AUTH_URL}/api/auth/callback/… at the provider, and set AUTH_URL.',
        docs: DOCS,
      },
    };
  const isAnswer = /^(HTTP [34]|[a-z_]+$)/.test(error);
  return {
    check,
    level: isAnswer ? 'warning' : 'failure',
    text: isAnswer ? `${name} did not say whether it knows this client: ${error}` : `${name} does not answer: ${error}`,
    advice: {
      means: isAnswer ? 'Only a real sign-in shows whether it does.' : 'Sign-in with this provider fails.',
      todo: isAnswer ? 'Sign in once.' : 'Let this machine connect to the provider.',
      docs: DOCS,
    },
  };
}

/**
 * Reads the discovery document of the OpenID provider, for two things: the page's policy must allow sign-in forms to
 * redirect to its authorization endpoint, which may be on another host than its issuer, and the client's secret must be
 * sent in a way that it accepts.
 */
import * as z from 'zod';
import { outboundFetch } from '../http/outbound.ts';
import { parseJson, readLimitedText } from '../http/read-body.ts';
import { log } from '../log.ts';
import { type Fetch, networkErrorCode } from '../metastudio/cloud-call.ts';
import { signInSettings } from './sign-in-settings.ts';

const endpoint = z.url({ protocol: /^https?$/ });
const discovery = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: endpoint,
  token_endpoint: endpoint,
  token_endpoint_auth_methods_supported: z.array(z.string()).optional().catch(undefined),
});

export type Discovery = z.output<typeof discovery>;

const MAX_BYTES = 256 * 1024;

/** The URL of the document (OpenID Connect Discovery 1.0, section 4). */
export function discoveryUrl(issuer: string): URL {
  const url = new URL(issuer);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/.well-known/openid-configuration`;
  return url;
}

/** @throws an error whose message says what is wrong, and contains nothing that the provider sent */
export async function discover(issuer: string, fetch: Fetch, timeoutMs: number): Promise<Discovery> {
  const signal = AbortSignal.timeout(timeoutMs);
  const answer = await fetch(discoveryUrl(issuer), { redirect: 'manual', cache: 'no-store', signal }).catch((cause) => {
    throw new Error(`no answer: ${networkErrorCode(cause)}`, { cause });
  });
  if (answer.status !== 200) throw new Error(`HTTP ${answer.status}`);
  const text = await readLimitedText(answer.body, MAX_BYTES).catch(() => undefined);
  const document = discovery.safeParse(parseJson(text ?? '')).data;
  if (!document) throw new Error('no discovery document');
  if (!URL.canParse(document.issuer) || new URL(document.issuer).href !== new URL(issuer).href)
    throw new Error('the discovery document names another issuer');
  return document;
}

/**
 * How the client sends its secret. Every provider accepts `client_secret_basic` unless it says otherwise (OpenID
 * Connect Discovery 1.0, section 3); some accept the secret only in the form.
 */
export function tokenAuthMethod(document: Discovery | undefined): 'client_secret_basic' | 'client_secret_post' {
  const methods = document?.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return !methods.includes('client_secret_basic') && methods.includes('client_secret_post')
    ? 'client_secret_post'
    : 'client_secret_basic';
}

/** @returns undefined when the provider's answer is not valid. next-auth then asks again, and reports why. */
export const discoverForSignIn = (issuer: string): Promise<Discovery | undefined> =>
  discover(issuer, outboundFetch, TIMEOUT_MS).catch(() => undefined);

/** Longer than a provider takes, and shorter than a page waits for a server action. */
const CALL_LIMIT_MS = 10_000;

/**
 * A `fetch` for calls to a provider, for which next-auth sets no time limit: one that hangs would hold the user, and the
 * server when it stops, for five minutes.
 */
export const limited =
  (fetch: Fetch, limitMs: number): Fetch =>
  async (input, init) => {
    const limit = AbortSignal.timeout(limitMs);
    const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit;
    try {
      return await fetch(input, { ...init, signal });
    } catch (error) {
      // With a code, which the log names.
      throw limit.aborted ? Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' }) : error;
    }
  };

export const providerFetch = limited(outboundFetch, CALL_LIMIT_MS);

/**
 * The `fetch` for next-auth: calls the provider, except for a document that is already known. next-auth accepts only a
 * document with a userinfo endpoint, which some providers do not have. It never calls the endpoint, because the ID
 * token contains all it needs.
 */
export function fetchWithDiscovery(document: Discovery | undefined): Fetch {
  if (!document) return providerFetch;
  const known = discoveryUrl(document.issuer).href;
  const completed = { userinfo_endpoint: document.issuer, ...document };
  return async (input, init) => (String(input) === known ? Response.json(completed) : providerFetch(input, init));
}

/**
 * The user's name in the claims of an ID token. Providers omit it, leave it empty, or send a number.
 * @returns undefined when no claim contains a name
 */
export function nameInClaims(claims: Record<string, unknown>): string | undefined {
  for (const claim of ['name', 'nickname', 'preferred_username', 'given_name']) {
    const value = claims[claim];
    const name = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
    if (name) return name;
  }
  return undefined;
}

const TIMEOUT_MS = 5_000;
/** A page waits this long for the document. Without it, the policy allows only the issuer's origin. */
const PAGE_WAITS_MS = 1_500;
const KEPT_MS = 60 * 60_000;
const RETRY_AFTER_MS = 10_000;

/** The last document, until a newer one replaces it. */
let known: { issuer: string; origin: string | undefined; untilMs: number } | undefined;
let pending: Promise<void> | undefined;

/** The origin of the provider's authorization endpoint. None without a provider, or while it has not been reached. */
export async function authorizationOrigins(): Promise<string[]> {
  const issuer = signInSettings().oidc?.issuer;
  if (!issuer) return [];
  const isKnown = known?.issuer === issuer;
  if (!isKnown || performance.now() >= (known?.untilMs ?? 0)) {
    pending ??= askProvider(issuer).finally(() => {
      pending = undefined;
    });
    if (!isKnown) await Promise.race([pending, new Promise((resolve) => setTimeout(resolve, PAGE_WAITS_MS).unref())]);
  }
  return known?.issuer === issuer && known.origin ? [known.origin] : [];
}

async function askProvider(issuer: string): Promise<void> {
  try {
    const { authorization_endpoint } = await discover(issuer, outboundFetch, TIMEOUT_MS);
    known = { issuer, origin: new URL(authorization_endpoint).origin, untilMs: performance.now() + KEPT_MS };
  } catch (error) {
    log.error({
      event: 'sign_in_provider_unusable',
      setting: 'AUTH_OIDC_ISSUER',
      reason: error instanceof Error ? error.message : 'unknown error',
    });
    const origin = known?.issuer === issuer ? known.origin : undefined;
    known = { issuer, origin, untilMs: performance.now() + RETRY_AFTER_MS };
  }
}

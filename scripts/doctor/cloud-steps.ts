/** Steps that call the server API: it answers, the clocks agree, IAM issues a token, it issues a once code. */
import { AppError } from '../../lib/api/errors';
import { MetaStudioClient } from '../../lib/server/metastudio/client';
import { metastudioSettings, routeSettings, usesAccessKey } from '../../lib/server/settings';
import type { Environment } from '../../lib/server/settings-schema';
import { type OnceCodeCheck, onceCodeChecks, onceCodeFindings, outageAdvice, outcomeOf } from './cloud-refusal';
import { type Advice, type Finding, networkProblem, type Step, skipped } from './examination';

/** The value of `X-App-UserId` for the one code that this uses. */
const USER_ID = 'doctor';

/** API Gateway docs, signing guide: the gateway refuses a request with a clock difference of more than 15 minutes. */
const CLOCK_WINDOW_MS = 15 * 60_000;
const CLOCK_WARNING_MS = 5 * 60_000;

export const usesIamToken = (environment: Environment): boolean => {
  const { values } = routeSettings.read(environment);
  return !usesAccessKey(values) && Boolean(values.HUAWEICLOUD_IAM_USER);
};

export const apiStep: Step = {
  checks: ['API', 'Clock'],
  needs: ['API TLS'],
  async examine({ environment, fetch, now }) {
    const { endpoint, timeoutMs } = metastudioSettings(environment);
    const startedAtMs = now();
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const answer = await fetch(endpoint, { redirect: 'manual', cache: 'no-store', signal });
      await answer.body?.cancel();
      const text = `${new URL(endpoint).host} answers (HTTP ${answer.status}; any status is fine)`;
      const offMs = Date.parse(answer.headers.get('date') ?? '') - (startedAtMs + now()) / 2;
      return [{ check: 'API', level: 'ok', text }, clockFinding(offMs, usesIamToken(environment))];
    } catch (error) {
      const advice = {
        means: 'Nothing answers at METASTUDIO_ENDPOINT.',
        todo: 'Let this machine connect to TCP 443 of this host; the emulator must be running: npm run emulator.',
        docs: 'MetaStudio docs, “Before You Start” (endpoints)',
      };
      const text = `${new URL(endpoint).host} does not answer: ${networkProblem(error)}`;
      return [{ check: 'API', level: 'failure', text, advice }, ...skipped(['Clock'], 'API')];
    }
  },
};

function clockFinding(offMs: number, usesToken: boolean): Finding {
  const check = 'Clock';
  const advice: Advice = {
    means: 'A signature more than 15 minutes off the cloud’s clock is refused as expired (401, APIG.0301).',
    todo: 'Set this machine’s clock by NTP.',
    docs: 'API Gateway docs, “AK/SK signing” (FAQ)',
  };
  if (Number.isNaN(offMs)) return { check, level: 'warning', text: 'the answer has no Date to compare with', advice };
  const off = Math.abs(offMs);
  // The header has whole seconds and the answer took time, so less than two seconds is no difference.
  const text =
    off < 2_000 ? 'agrees with the cloud’s' : `${roughly(off)} ${offMs > 0 ? 'behind' : 'ahead of'} the cloud’s`;
  if (off <= CLOCK_WARNING_MS) return { check, level: 'ok', text };
  // A token does not depend on our clock.
  return { check, level: off > CLOCK_WINDOW_MS && !usesToken ? 'failure' : 'warning', text, advice };
}

const roughly = (ms: number): string =>
  ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} minutes`;

export const iamTokenStep: Step = {
  checks: ['IAM token'],
  needs: ['IAM TLS'],
  applies: usesIamToken,
  async examine({ environment, fetch, now, tokens }) {
    const { credentials, timeoutMs } = metastudioSettings(environment);
    if ('ak' in credentials) throw new Error('an access key needs no token');
    try {
      await tokens.get({ user: credentials, signal: AbortSignal.timeout(timeoutMs), timeoutMs, fetch, now });
      return [{ check: 'IAM token', level: 'ok', text: `issued by ${new URL(credentials.endpoint).host}` }];
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return [{ check: 'IAM token', level: 'failure', text: outcomeOf(error), advice: iamAdvice(error) }];
    }
  },
};

function iamAdvice(error: AppError): Advice {
  if (error.code !== 'cloud_refused') return outageAdvice(error);
  const docs = 'IAM docs, “Obtaining a User Token Through Password Authentication”';
  if (error.details.cloudStatus === 404)
    return {
      means: 'The host answers, but it is not IAM.',
      todo: 'Leave HUAWEICLOUD_IAM_ENDPOINT empty, or set it to https://iam.{region}.myhuaweicloud.com.',
      docs,
    };
  return {
    means:
      'IAM does not know this domain, user and password, or the project is not theirs; IAM issues no token by password to a user with MFA.',
    todo: 'Check HUAWEICLOUD_IAM_DOMAIN (the account’s name), _USER, _PASSWORD and HUAWEICLOUD_SDK_PROJECT_ID; give the user programmatic access without MFA. An access key is safer.',
    docs,
  };
}

export const onceCodeStep: Step = {
  checks: onceCodeChecks,
  needs: ['API', 'Clock', 'IAM token'],
  async examine({ environment, fetch, now, tokens }) {
    const settings = metastudioSettings(environment);
    try {
      await new MetaStudioClient(settings, { fetch, now, tokens }).createOnceCode(USER_ID);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return onceCodeFindings(error, usesIamToken(environment));
    }
    const texts = successTexts(usesIamToken(environment));
    return onceCodeChecks.map((check) => ({ check, level: 'ok', text: texts[check] }));
  },
};

const successTexts = (usesToken: boolean): Record<OnceCodeCheck, string> => ({
  'Once-code API': 'exists',
  Credentials: usesToken ? 'the token is accepted' : 'the signature is accepted',
  Permission: 'the IAM user may request once codes',
  Project: 'belongs to the credentials and the region',
  'Once code': 'issued and discarded: this run used one',
});

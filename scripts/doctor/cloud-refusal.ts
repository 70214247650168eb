/**
 * The meaning and the remedy of a failed call to the cloud: one table, by the cloud's status and error code. Both
 * prefixes `APIG.` and `APIGW.` occur, so it matches gateway codes by their number, then MetaStudio's own.
 */
import type { AppError } from '../../lib/api/errors';
import type { Advice, Finding } from './examination';

/** In the order of the cloud's checks. */
export const onceCodeChecks = ['Once-code API', 'Credentials', 'Permission', 'Project', 'Once code'] as const;
export type OnceCodeCheck = (typeof onceCodeChecks)[number];

interface Refusal {
  status: number | undefined;
  code: string;
  /** `.0301` of `APIG.0301`. Empty for other codes. */
  number: string;
  usesToken: boolean;
}

interface Rule {
  when: (refusal: Refusal) => boolean;
  check: OnceCodeCheck;
  /** The checks that this refusal proves to pass. */
  proves?: OnceCodeCheck[];
  advice: (refusal: Refusal) => Advice;
}

const GATEWAY_DOCS = 'API Gateway docs, “Error codes”';
const ERROR_DOCS = 'MetaStudio docs, “Error codes”';
const PERMISSION_DOCS = 'MetaStudio docs, “Permissions and supported actions”';
const AUTHENTICATION_DOCS = 'MetaStudio docs, “Authentication”; API Gateway docs, “AK/SK signing”';
const ENDPOINT_DOCS = 'MetaStudio docs, “Before You Start” (endpoints)';

const rules: Rule[] = [
  {
    when: ({ status, code, number }) =>
      number === '.0101' || status === 404 || status === 405 || /^MSS\.0001000[34]$/.test(code),
    check: 'Once-code API',
    advice: () => ({
      means: 'The host answers, but it has no such API.',
      todo: 'Leave METASTUDIO_ENDPOINT empty, or set it to https://metastudio.{region}.myhuaweicloud.com (without “-api”).',
      docs: ENDPOINT_DOCS,
    }),
  },
  {
    when: ({ number }) => number === '.0307',
    check: 'Project',
    proves: ['Once-code API'],
    advice: () => ({
      means: 'The API refuses a new token as expired: token and endpoint are in different regions.',
      todo: 'Set METASTUDIO_REGION, HUAWEICLOUD_IAM_ENDPOINT and HUAWEICLOUD_SDK_PROJECT_ID for the same region.',
      docs: GATEWAY_DOCS,
    }),
  },
  {
    when: ({ code }) => code === 'MSS.00010009',
    check: 'Project',
    proves: ['Once-code API', 'Credentials'],
    advice: () => ({
      means: 'The project is not one of the credentials’, or belongs to another region.',
      todo: 'Set HUAWEICLOUD_SDK_PROJECT_ID to the ID of METASTUDIO_REGION’s project: console, My Credentials, Projects.',
      docs: ERROR_DOCS,
    }),
  },
  {
    when: ({ status, code, number }) => /^\.030[135]$/.test(number) || code === 'MSS.00010008' || status === 401,
    check: 'Credentials',
    proves: ['Once-code API'],
    advice: ({ usesToken }) =>
      usesToken
        ? {
            means:
              'The API refuses a token that IAM has just issued: it is for another region, or the account is in arrears.',
            todo: 'Set HUAWEICLOUD_IAM_ENDPOINT and METASTUDIO_ENDPOINT for the same region; check the account’s balance.',
            docs: AUTHENTICATION_DOCS,
          }
        : {
            means:
              'The signature is not accepted: a wrong or deleted key, a temporary key without its token, or an account in arrears.',
            todo: 'Create a new access key and copy both halves; set HUAWEICLOUD_SDK_SECURITY_TOKEN with temporary keys only; check the account’s balance.',
            docs: AUTHENTICATION_DOCS,
          },
  },
  {
    when: ({ number }) => /^\.040[124]$/.test(number),
    check: 'Permission',
    proves: ['Once-code API', 'Credentials'],
    advice: () => ({
      means: 'This machine’s address is not allowed to call the API.',
      todo: 'Allow this machine’s public address in the account’s access policy.',
      docs: GATEWAY_DOCS,
    }),
  },
  {
    when: ({ status }) => status === 403,
    check: 'Permission',
    proves: ['Once-code API', 'Credentials'],
    advice: () => ({
      means: 'The IAM user may not use MetaStudio in this project.',
      todo: 'Give the user’s group the policy “MetaStudio FullAccess” for the region’s project; it takes some minutes. The service “intelligent interaction” must be enabled for the account.',
      docs: PERMISSION_DOCS,
    }),
  },
  {
    when: ({ status, code }) => isClientError(status) && status !== 429 && code.startsWith('MSS.'),
    check: 'Once code',
    proves: ['Once-code API', 'Credentials'],
    advice: () => ({
      means: 'MetaStudio itself refused the request.',
      todo: 'Look the code up, or give it with the request ID to the cloud’s support.',
      docs: ERROR_DOCS,
    }),
  },
  {
    when: ({ status }) => isClientError(status) && status !== 429,
    check: 'Once code',
    proves: ['Once-code API'],
    advice: () => ({
      means: 'The gateway refused the request.',
      todo: 'Look the code up, or give it with the request ID to the cloud’s support.',
      docs: GATEWAY_DOCS,
    }),
  },
];

/** Failures that are equal for all calls. */
export function outageAdvice(error: AppError): Advice {
  const { cloudStatus } = error.details;
  if (cloudStatus === 429)
    return {
      means:
        'The account makes too many calls at once: 20 codes a second in cn-north-4, 10 in cn-east-3, for all its users.',
      todo: 'Wait some seconds and run the doctor again; keep ONCE_CODES_PER_SECOND at or below the limit.',
      docs: 'MetaStudio docs, “API usage limits”',
    };
  if (cloudStatus !== undefined && cloudStatus >= 500)
    return {
      means: 'The cloud has a failure of its own.',
      todo: 'Run the doctor again in a minute; if it fails again, give the request ID to the cloud’s support.',
      docs: GATEWAY_DOCS,
    };
  if (cloudStatus !== undefined)
    return {
      means: 'Something other than the API answers: it redirects or sends a page. The app follows no redirects.',
      todo: 'Check the endpoint, and that nothing between this machine and the cloud answers instead of it.',
      docs: ENDPOINT_DOCS,
    };
  if (error.status === 504)
    return {
      means: 'The cloud did not answer in time.',
      todo: 'Run the doctor again; if it fails again, raise METASTUDIO_TIMEOUT_MS or check the network path to the cloud.',
      docs: '.env.example, METASTUDIO_TIMEOUT_MS',
    };
  return {
    means: 'The connection broke, or something in between answered instead of the cloud.',
    todo: 'Run the doctor again; if it fails again, check proxies and firewalls on the way.',
    docs: 'MetaStudio docs, FAQ (firewall)',
  };
}

/** Returns findings of one failed call for every check that it could have proved. */
export function onceCodeFindings(error: AppError, usesToken: boolean): Finding[] {
  const code = error.details.cloudCode ?? '';
  const number = /^APIGW?(\.\d{4})$/.exec(code)?.[1] ?? '';
  const refusal: Refusal = { status: error.details.cloudStatus, code, number, usesToken };
  const rule = rules.find(({ when }) => when(refusal));
  const failed = rule?.check ?? (isRedirect(refusal.status) ? 'Once-code API' : 'Once code');
  const advice = rule?.advice(refusal) ?? outageAdvice(error);
  return onceCodeChecks.map((check): Finding => {
    if (check === failed) return { check, level: 'failure', text: outcomeOf(error), advice };
    if (rule?.proves?.includes(check)) return { check, level: 'ok', text: 'passed, before the refusal' };
    return { check, level: 'skipped', text: `not known: needs ${failed}` };
  });
}

/** Status, code and request ID, without the cloud's own text. */
export function outcomeOf({ status, details }: AppError): string {
  const { cloudStatus, cloudCode, requestId, reason } = details;
  const answer = cloudStatus === undefined ? (reason ?? `status ${status}`) : `HTTP ${cloudStatus}`;
  return [`${answer}${cloudCode ? `, ${cloudCode}` : ''}`, requestId && `request ID ${requestId}`]
    .filter(Boolean)
    .join(', ');
}

const isClientError = (status: number | undefined) => status !== undefined && status >= 400 && status < 500;
const isRedirect = (status: number | undefined) => status !== undefined && status >= 300 && status < 400;

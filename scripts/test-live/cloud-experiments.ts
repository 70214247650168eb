/**
 * Experiments on the cloud without a browser: they make the browser SDK's own calls, without the SDK. Each result is a
 * sentence without a code or a token.
 */
import type { Fetch } from '../../lib/server/metastudio/cloud-call';

export interface Laboratory {
  /** Requests a once code. */
  createCode: () => Promise<string>;
  /** Origin of the browser SDK's server. */
  server: string;
  robotId: string;
  fetch: Fetch;
  wait: (ms: number) => Promise<void>;
}

const BASE = '/v1/digital-human-chat';
const CALL_LIMIT_MS = 30_000;

interface Answer {
  status: number;
  json: Record<string, unknown>;
}

interface Call {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  token?: string;
  body?: object;
}

async function call(lab: Laboratory, { method, path, token, body }: Call): Promise<Answer> {
  const answer = await lab.fetch(`${lab.server}${BASE}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token ? { 'x-auth-token': token } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(CALL_LIMIT_MS),
  });
  const json: unknown = await answer.json().catch(() => null); // the status alone describes an answer without a body
  return { status: answer.status, json: typeof json === 'object' && json !== null ? (json as Answer['json']) : {} };
}

const redeem = (lab: Laboratory, code: string, robotId: string) =>
  call(lab, { method: 'POST', path: '/auth-once-code', body: { robot_id: robotId, once_code: code } });

const tokenOf = ({ json }: Answer) => (typeof json.access_token === 'string' ? json.access_token : undefined);

/** Revokes the token, because the cloud decides how long it would stay valid. */
async function revokeToken(lab: Laboratory, token: string | undefined): Promise<void> {
  if (token) await call(lab, { method: 'DELETE', path: '/token', token });
}

/** The failure by its code alone. */
const failureOf = ({ status, json }: Answer) =>
  typeof json.error_code === 'string' ? json.error_code : `HTTP ${status}`;

/** Uses one code, and makes one redemption fail on purpose. */
export async function isSpentByAWrongRobot(lab: Laboratory): Promise<string> {
  const code = await lab.createCode();
  const wrong = await redeem(lab, code, 'no-such-robot');
  const wrongToken = tokenOf(wrong);
  if (wrongToken) {
    await revokeToken(lab, wrongToken);
    return 'A code is redeemed for any robot ID, also one that does not exist';
  }
  const right = await redeem(lab, code, lab.robotId);
  await revokeToken(lab, tokenOf(right));
  const fate = tokenOf(right) ? 'is not spent' : `is spent (${failureOf(right)})`;
  return `A code refused for a wrong robot (${failureOf(wrong)}) ${fate}`;
}

/** Uses two codes, or lets one expire. */
export async function isVoidedByASecondCode(lab: Laboratory): Promise<string> {
  const first = await lab.createCode();
  const second = await lab.createCode();
  const answer = await redeem(lab, first, lab.robotId);
  await revokeToken(lab, tokenOf(answer));
  if (tokenOf(answer)) return 'A second code leaves the first one valid';
  const other = await redeem(lab, second, lab.robotId);
  await revokeToken(lab, tokenOf(other));
  return tokenOf(other)
    ? `A second code voids the first (${failureOf(answer)})`
    : `Not known whether a second code voids the first: both were refused (${failureOf(answer)}, ${failureOf(other)})`;
}

/** Opens a paid job and does not poll it. */
export async function stateOfAnAbandonedJob(lab: Laboratory, minutes: number): Promise<string> {
  const signedIn = await redeem(lab, await lab.createCode(), lab.robotId);
  const token = tokenOf(signedIn);
  if (!token) return `Not known when an abandoned job ends: the code was refused (${failureOf(signedIn)})`;
  try {
    const started = await call(lab, { method: 'POST', path: '/smart-chat-jobs', token, body: { extend_param: null } });
    const jobId = started.json.job_id;
    if (typeof jobId !== 'string')
      return `Not known when an abandoned job ends: it did not start (${failureOf(started)})`;
    const job = `/smart-chat-jobs/${encodeURIComponent(jobId)}`;
    await lab.wait(minutes * 60_000);
    const { json, ...answer } = await call(lab, { method: 'GET', path: `${job}/state`, token });
    await call(lab, { method: 'POST', path: `${job}/stop`, token });
    const state = typeof json.state === 'string' && /^[A-Z_]{1,24}$/.test(json.state) ? json.state : undefined;
    return `After ${minutes} minutes without a poll, the job is ${state ?? `unknown (${failureOf({ json, ...answer })})`}`;
  } finally {
    await revokeToken(lab, token);
  }
}

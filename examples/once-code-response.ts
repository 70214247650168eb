/**
 * `POST /api/once-code` for any server that knows `Headers` and `Response`: who → may they → mint → respond.
 * It must not know the framework around it, nor how people sign in.
 */
import { AppError } from '../lib/errors';
import type { OnceCodeAnswer } from '../lib/once-code';
import { onceCodeLimits } from '../lib/server/limits';
import { logMinted, logRefused } from '../lib/server/log';
import { createOnceCode, type MetaStudioSettings } from '../lib/server/metastudio';
import { apiHeaders, problemResponse, toAppError } from '../lib/server/problem';
import { isSameOrigin } from '../lib/server/same-origin';

/** @param userId of the signed-in person, from the server's own session; undefined when nobody is signed in */
export async function onceCodeResponse(headers: Headers, userId: string | undefined): Promise<Response> {
  const startedAtMs = performance.now();
  const event = (requestId: string = crypto.randomUUID()) => ({
    requestId,
    userId,
    tookMs: performance.now() - startedAtMs,
  });
  try {
    if (!userId) throw new AppError('signed_out');
    if (!isSameOrigin(headers, process.env.AUTH_URL)) throw new AppError('cross_origin');
    const settings = settingsFromEnvironment();
    const mint = { userId, settings };
    const { onceCode, expiresAt, requestId } = await onceCodeLimits().run(userId, () => createOnceCode(mint));
    const minted = event(requestId);
    logMinted(minted);
    const { serverAddress, robotId } = settings;
    const answer: OnceCodeAnswer = { onceCode, expiresAt: expiresAt.toISOString(), serverAddress, robotId };
    return Response.json(answer, { headers: apiHeaders(minted.requestId) });
  } catch (thrown) {
    const error = toAppError(thrown);
    const refused = event(error.details.requestId);
    logRefused(refused, error);
    return problemResponse(error, refused.requestId);
  }
}

/** Read at each request, so that one build serves every environment. */
function settingsFromEnvironment(): MetaStudioSettings {
  const region = process.env.METASTUDIO_REGION || 'cn-north-4';
  return {
    endpoint: process.env.METASTUDIO_ENDPOINT || `https://metastudio.${region}.myhuaweicloud.com`,
    serverAddress: process.env.METASTUDIO_SERVER_ADDRESS || `metastudio-api.${region}.myhuaweicloud.com`,
    projectId: required('HUAWEICLOUD_SDK_PROJECT_ID'),
    credentials: { ak: required('HUAWEICLOUD_SDK_AK'), sk: required('HUAWEICLOUD_SDK_SK') },
    robotId: required('METASTUDIO_ROBOT_ID'),
    timeoutMs: 8_000,
  };
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new AppError('misconfigured', { reason: `${name} is not set` });
  return value;
}

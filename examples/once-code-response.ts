/** `POST /api/once-code` for any server that knows `Headers` and `Response`: checks the user, the origin and the limits. */
import { AppError } from '../lib/api/errors';
import type { OnceCodeAnswer } from '../lib/api/once-code';
import { sealClientHandle } from '../lib/server/brain/client-handle';
import { apiHeaders, problemResponse, toAppError } from '../lib/server/http/problem';
import { isSameOrigin } from '../lib/server/http/same-origin';
import { onceCodeLimits } from '../lib/server/limits';
import { logMinted, logRefused } from '../lib/server/log';
import { createOnceCode, type MetaStudioSettings } from '../lib/server/metastudio/client';

/** @param userId of the signed-in user, from the server's own session; undefined when no user is signed in */
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
    const clientId = await clientIdOf(userId, headers);
    const answer: OnceCodeAnswer = { onceCode, expiresAt: expiresAt.toISOString(), serverAddress, robotId, clientId };
    return Response.json(answer, { headers: apiHeaders(minted.requestId) });
  } catch (thrown) {
    const error = toAppError(thrown);
    const refused = event(error.details.requestId);
    logRefused(refused, error);
    return problemResponse(error, refused.requestId);
  }
}

const HANDLE_LIFE_MS = 12 * 60 * 60_000;

/** Tells `/api/brain` who asks. Without AUTH_SECRET nothing can be sealed, and every user is anonymous. */
async function clientIdOf(userId: string, headers: Headers): Promise<string | undefined> {
  const { AUTH_SECRET: secret } = process.env;
  if (!secret) return undefined;
  const language = headers.get('accept-language')?.startsWith('zh') ? 'zh-CN' : 'en';
  return sealClientHandle({ userId, name: userId, language, expiresAtMs: Date.now() + HANDLE_LIFE_MS }, [secret]);
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

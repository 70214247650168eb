/** `POST /api/brain`: MetaStudio's LLM callback. It needs no sign-in: MetaStudio signs each call. */
import { AppError } from '@/lib/api/errors';
import { brainResponse, refusal } from '@/lib/server/brain/callback-response';
import { brainSetup } from '@/lib/server/brain/shared-setup';
import { apiHeaders, methodNotAllowed } from '@/lib/server/http/problem';
import { log } from '@/lib/server/log';

async function answer(request: Request): Promise<Response> {
  try {
    const setup = brainSetup();
    if (!setup) return new Response(null, { status: 404, headers: apiHeaders() });
    return request.method === 'POST' ? await brainResponse(request, setup) : methodNotAllowed('POST');
  } catch (thrown) {
    const requestId = crypto.randomUUID();
    const isOurs = thrown instanceof AppError;
    const reason = isOurs ? thrown.details.reason : thrown instanceof Error ? thrown.stack : String(thrown);
    log.error({ event: 'brain_failed', requestId, code: isOurs ? thrown.code : 'internal_error', reason });
    return refusal(isOurs ? thrown.status : 500, isOurs ? thrown.code : 'internal_error', 'see the log', requestId);
  }
}

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};

/** `POST /api/brain`: MetaStudio's LLM callback. It needs no sign-in: MetaStudio signs each call. */
import { brainResponse, refusal } from '@/lib/server/brain/callback-response';
import { brainSetup } from '@/lib/server/brain/shared-setup';
import { apiHeaders, methodNotAllowed, toAppError } from '@/lib/server/http/problem';
import { log } from '@/lib/server/log';

async function answer(request: Request): Promise<Response> {
  try {
    const setup = brainSetup();
    if (!setup) return new Response(null, { status: 404, headers: apiHeaders() });
    return request.method === 'POST' ? await brainResponse(request, setup) : methodNotAllowed('POST');
  } catch (thrown) {
    const requestId = crypto.randomUUID();
    const { code, status, details } = toAppError(thrown);
    log.error({ event: 'brain_failed', requestId, code, reason: details.reason });
    return refusal(status, code, 'see the log', requestId);
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

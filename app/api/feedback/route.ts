/** `POST /api/feedback`: logs a rating of a conversation and at most one sentence. Only with `FEEDBACK=1`. */
import { answerSignedIn } from '@/lib/server/auth/signed-in-route';
import { logFeedback, readFeedback } from '@/lib/server/feedback';
import { apiHeaders, methodNotAllowed } from '@/lib/server/http/problem';
import { asksForFeedback } from '@/lib/server/page-settings';

async function answer(request: Request): Promise<Response> {
  if (!asksForFeedback()) return new Response(null, { status: 404, headers: apiHeaders() });
  if (request.method !== 'POST') return methodNotAllowed('POST');
  return answerSignedIn(request, 'feedback_failed', async (user, requestId) => {
    const feedback = await readFeedback(request, user.id);
    if (!feedback) return new Response(null, { status: 400, headers: apiHeaders(requestId) });
    logFeedback(feedback);
    return new Response(null, { status: 204, headers: apiHeaders(requestId) });
  });
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

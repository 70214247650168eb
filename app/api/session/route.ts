/**
 * `GET /api/session`: whether the user has a conversation elsewhere, and why the server ended the session of this page.
 * A page whose sign-in has expired or was refused, or that shows another user, gets only the latter.
 */
import { CLIENT_ID_HEADER, type SessionState } from '@/lib/api/session';
import { answerSignedIn } from '@/lib/server/auth/signed-in-route';
import { apiHeaders, methodNotAllowed } from '@/lib/server/http/problem';
import { appUserId } from '@/lib/server/metastudio/app-user-id';
import { perUserPerMinute } from '@/lib/server/per-user-limit';
import { MAX_SESSION_REQUESTS, sessionControl } from '@/lib/server/sessions/session-control';

const limit = perUserPerMinute(MAX_SESSION_REQUESTS);

export function GET(request: Request): Promise<Response> {
  const own = request.headers.get(CLIENT_ID_HEADER) ?? undefined;
  const answer = (state: SessionState, requestId: string) => Response.json(state, { headers: apiHeaders(requestId) });
  return answerSignedIn(
    request,
    'session_state_failed',
    async (user, requestId) => {
      await limit(user.id);
      return answer((await sessionControl()?.state(appUserId(user.id), own)) ?? { running: false }, requestId);
    },
    async (requestId) => {
      const ended = own && (await sessionControl()?.whyEnded(own));
      return ended ? answer({ running: false, ended }, requestId) : undefined;
    },
  );
}

const refuse = () => methodNotAllowed('GET');

export { refuse as DELETE, refuse as HEAD, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT };

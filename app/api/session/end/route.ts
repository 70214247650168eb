/**
 * `POST /api/session/end`: a page says that its session ends (`sendBeacon`, with its `clientId` as the body), or the
 * user ends all their sessions (without a body).
 */
import { AppError } from '@/lib/api/errors';
import { CLIENT_ID_HEADER, SESSION_END_HEADER } from '@/lib/api/session';
import { answerSignedIn } from '@/lib/server/auth/signed-in-route';
import { readPostedText } from '@/lib/server/http/posted-body';
import { apiHeaders, methodNotAllowed } from '@/lib/server/http/problem';
import { appUserId } from '@/lib/server/metastudio/app-user-id';
import { perUserPerMinute } from '@/lib/server/per-user-limit';
import { MAX_SESSION_REQUESTS, sessionControl } from '@/lib/server/sessions/session-control';

/** A `clientId` has 512 characters at most. A longer body is not read. */
const MAX_BODY_BYTES = 2 * 1024;

const limit = perUserPerMinute(MAX_SESSION_REQUESTS);

export const POST = (request: Request): Promise<Response> =>
  answerSignedIn(request, 'session_end_failed', async (user, requestId) => {
    await limit(user.id);
    const handle = await readHandle(request);
    if (handle === 'not text') return new Response(null, { status: 400, headers: apiHeaders(requestId) });
    await end(appUserId(user.id), handle.text, request.headers);
    return new Response(null, { status: 204, headers: apiHeaders(requestId) });
  });

/** `text` is undefined when the body is too long or incomplete, which must not be taken for an empty body. */
async function readHandle(request: Request): Promise<{ text: string | undefined } | 'not text'> {
  const text = await readPostedText(request, MAX_BODY_BYTES).catch(() => undefined);
  const type = request.headers.get('content-type') ?? 'text/plain';
  return text !== '' && !/^text\/plain\s*(;|$)/i.test(type) ? 'not text' : { text };
}

/** Ends nothing for a handle of another user. */
async function end(user: string, handle: string | undefined, headers: Headers): Promise<void> {
  const control = sessionControl();
  if (!control || handle === undefined) return;
  if (handle === '') {
    const isMoved = headers.get(SESSION_END_HEADER) === 'moved';
    const own = headers.get(CLIENT_ID_HEADER) ?? undefined;
    await control.endAll(user, isMoved ? 'moved' : 'signed_out', isMoved ? own : undefined);
  } else if ((await control.end(user, handle, 'left')) === 'other_user')
    throw new AppError('other_user', { status: 403, reason: 'the session belongs to another user' });
}

const refuse = () => methodNotAllowed('POST');

export { refuse as DELETE, refuse as GET, refuse as HEAD, refuse as OPTIONS, refuse as PATCH, refuse as PUT };

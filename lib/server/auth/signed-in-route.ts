/**
 * Shared by the routes for signed-in users: the checks of user, origin and shown user, and the answer and log line of an
 * error.
 */
import { AppError } from '../../api/errors.ts';
import { SHOWN_USER_HEADER } from '../../api/once-code.ts';
import { problemResponse, toAppError } from '../http/problem.ts';
import { assertSameOrigin, isSameOrigin } from '../http/same-origin.ts';
import { log } from '../log.ts';
import { siteSettings } from '../settings.ts';
import { currentUser, type User } from './current-user.ts';
import { showsUser } from './shown-user.ts';

/**
 * Calls `answer` for a signed-in user of this site. Every other request gets a problem.
 * @param failure the event to log when this server causes the error
 * @param answer may throw an AppError, which becomes a problem
 * @param answerOther returns the answer for a page of this site whose sign-in is missing, or that shows another user;
 *   undefined for a problem
 */
export async function answerSignedIn(
  request: Request,
  failure: string,
  answer: (user: User, requestId: string) => Promise<Response>,
  answerOther?: (requestId: string) => Promise<Response | undefined>,
): Promise<Response> {
  const requestId = crypto.randomUUID();
  try {
    const user = await currentUser();
    const { url, secrets } = siteSettings();
    if (user) assertSameOrigin(request.headers, url);
    if (user && showsUser(request.headers.get(SHOWN_USER_HEADER), user.id, secrets))
      return await answer(user, requestId);
    const response = isSameOrigin(request.headers, url) ? await answerOther?.(requestId) : undefined;
    if (!response) throw new AppError(user ? 'other_user' : 'signed_out');
    return response;
  } catch (thrown) {
    const error = toAppError(thrown);
    // The caller causes all other errors: signed out, from another site, too often.
    if (error.status >= 500) log.error({ event: failure, requestId, code: error.code, reason: error.details.reason });
    return problemResponse(error, requestId);
  }
}

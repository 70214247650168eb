/** Shared by the routes for signed-in users: the checks of user and origin, and the answer and log line of an error. */
import { AppError } from '../../api/errors.ts';
import { problemResponse, toAppError } from '../http/problem.ts';
import { assertSameOrigin, isSameOrigin } from '../http/same-origin.ts';
import { log } from '../log.ts';
import { siteSettings } from '../settings.ts';
import { currentUser, type User } from './current-user.ts';

/**
 * Calls `answer` for a signed-in user of this site. Every other request gets a problem.
 * @param failure the event to log when this server causes the error
 * @param answer may throw an AppError, which becomes a problem
 * @param answerSignedOut returns the answer for a page of this site without a user; undefined for a problem
 */
export async function answerSignedIn(
  request: Request,
  failure: string,
  answer: (user: User, requestId: string) => Promise<Response>,
  answerSignedOut?: (requestId: string) => Promise<Response | undefined>,
): Promise<Response> {
  const requestId = crypto.randomUUID();
  try {
    const user = await currentUser();
    if (!user) {
      const isHere = isSameOrigin(request.headers, siteSettings().url);
      const response = isHere ? await answerSignedOut?.(requestId) : undefined;
      if (!response) throw new AppError('signed_out');
      return response;
    }
    assertSameOrigin(request.headers, siteSettings().url);
    return await answer(user, requestId);
  } catch (thrown) {
    const error = toAppError(thrown);
    // The caller causes all other errors: signed out, from another site, too often.
    if (error.status >= 500) log.error({ event: failure, requestId, code: error.code, reason: error.details.reason });
    return problemResponse(error, requestId);
  }
}

/** The wire contract of `GET /api/session` and `POST /api/session/end`, shared by the routes and the page. */

const serverEnds = ['moved', 'minutes', 'signed_out'] as const;

/** Why the server ended the session of a page. The page's `session.ts` declares it, too: it works without this file. */
export type ServerEnd = (typeof serverEnds)[number];

/**
 * 200 of `GET /api/session`. A page that is signed out, or whose `X-Shown-User` is of another user, gets it only when the
 * server has ended its session, with `running` false in any case; otherwise it gets the problem `signed_out` or
 * `other_user`.
 */
export interface SessionState {
  /** True if the user has another conversation than the one of the page that asks, and it is not being stopped. */
  running: boolean;
  /** Why the server ended the session of the page that asks; absent if it did not. */
  ended?: ServerEnd | undefined;
}

/** The `clientId` of the page that asks. */
export const CLIENT_ID_HEADER = 'x-client-id';

/** Set to `moved` on a `POST /api/session/end` without a body: the conversation continues on the page that asks. */
export const SESSION_END_HEADER = 'x-session-end';

/** Checks the body of a 200, which may be anything, such as a proxy's page. */
export function isSessionState(value: unknown): value is SessionState {
  if (typeof value !== 'object' || value === null || !('running' in value)) return false;
  const ended = 'ended' in value ? value.ended : undefined;
  return typeof value.running === 'boolean' && (ended === undefined || serverEnds.some((each) => each === ended));
}

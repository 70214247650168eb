/**
 * Identifies the user a page shows, as a value the page sends back in `X-Shown-User`. A page that stays open after another
 * user signed in sends the earlier user's value, and the route refuses to create a code for the wrong user.
 * The value is an HMAC with AUTH_SECRET: it reveals no ID, and only this server can create it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../api/errors';

export const SHOWN_USER_HEADER = 'x-shown-user';

const PURPOSE = 'shown-user:';

const macOf = (userId: string, secret: string) =>
  createHmac('sha256', secret)
    .update(PURPOSE + userId, 'utf8')
    .digest('base64url');

/** For the page. @throws AppError `misconfigured` without a secret */
export function shownUserOf(userId: string, [newest]: readonly string[]): string {
  if (!newest) throw new AppError('misconfigured', { reason: 'AUTH_SECRET is not set' });
  return macOf(userId, newest);
}

/** Accepts older secrets too, because a page may be older than the rotation. */
export const isShownUser = (shown: string, userId: string, secrets: readonly string[]): boolean =>
  secrets.some((secret) => isEqual(shown, macOf(userId, secret)));

function isEqual(sent: string, expected: string): boolean {
  const [a, b] = [Buffer.from(sent), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Identifies the user a page shows, as a value the page sends back in `X-Shown-User`. A page that stays open after
 * another user signed in sends the earlier user's value, and the server does nothing for the wrong user. The value is an
 * HMAC with AUTH_SECRET: it reveals no ID, and only this server can create it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../api/errors.ts';
import { SHOWN_USER_HEADER } from '../../api/once-code.ts';

const PURPOSE = 'shown-user:';

const macOf = (userId: string, secret: string) =>
  createHmac('sha256', secret)
    .update(PURPOSE + userId, 'utf8')
    .digest('base64url');

/** The value for the page. @throws AppError `misconfigured` without a secret */
export function shownUserOf(userId: string, [newest]: readonly string[]): string {
  if (!newest) throw new AppError('misconfigured', { reason: 'AUTH_SECRET is not set' });
  return macOf(userId, newest);
}

/**
 * A page that does not say whom it shows is not checked. Older secrets count too, because a page may be older than the
 * rotation.
 * @param shown what the page sent; null or undefined if it sent nothing
 */
export const showsUser = (shown: unknown, userId: string, secrets: readonly string[]): boolean =>
  shown == null || secrets.some((secret) => isEqual(String(shown), macOf(userId, secret)));

/** @throws AppError `other_user` */
export function assertShownUser(headers: Headers, userId: string, secrets: readonly string[]): void {
  if (!showsUser(headers.get(SHOWN_USER_HEADER), userId, secrets)) throw new AppError('other_user');
}

function isEqual(sent: string, expected: string): boolean {
  const [a, b] = [Buffer.from(sent), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

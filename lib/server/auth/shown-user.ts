/**
 * The person a page shows, as a value the page sends back in `X-Shown-User`. A page that is still open after another person
 * signed in sends the earlier person's value, and the route refuses instead of creating a code for the wrong one.
 * The value is an HMAC with AUTH_SECRET: it reveals no ID, and only this server can create it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../api/errors';
import { signInSettings } from '../settings';

export const SHOWN_USER_HEADER = 'x-shown-user';

const PURPOSE = 'shown-user:';

const macOf = (userId: string, secret: string) =>
  createHmac('sha256', secret)
    .update(PURPOSE + userId, 'utf8')
    .digest('base64url');

/** For the page's render. @throws AppError `misconfigured` without AUTH_SECRET */
export function shownUserOf(userId: string): string {
  const [newest] = signInSettings().secrets;
  if (!newest) throw new AppError('misconfigured', { reason: 'AUTH_SECRET is not set' });
  return macOf(userId, newest);
}

/** Also with the older secrets of a rotation, because a page outlives it. */
export const isShownUser = (shown: string, userId: string): boolean =>
  signInSettings().secrets.some((secret) => isEqual(shown, macOf(userId, secret)));

function isEqual(sent: string, expected: string): boolean {
  const [a, b] = [Buffer.from(sent), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

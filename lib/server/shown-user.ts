/**
 * The person a page shows, as a value the page sends back in `X-Shown-User`. A page that is still open after somebody else
 * signed in sends the earlier person's value, and the route refuses instead of minting a code for the other one.
 * The value is an HMAC with AUTH_SECRET: it reveals no ID, and nobody can make one for another person.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '../errors';
import { signInSettings } from './env';

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

import { hashUserId } from '../log.ts';
import { HASHED } from './app-user-id.ts';

/** Returns the hash for the log of the user with this `X-App-UserId`: `hashUserId()` of the ID in the app. */
export const hashAppUserId = (appUserId: string): string =>
  appUserId.startsWith(HASHED)
    ? appUserId.slice(HASHED.length, HASHED.length + 16)
    : hashUserId(decodeURIComponent(appUserId));

/**
 * A user's consent to send what they say to the cloud, kept in a cookie. Shared by the page and the server. Scripts can
 * read the cookie: the page checks it before every start, so that a consent withdrawn in another tab counts at once.
 */

export const CONSENT_COOKIE = 'digital-human-consent';

/**
 * The version of the text that users agree to (`consent` and `privacy` in `lib/i18n`). Raise it when what is sent,
 * stored or opened changes.
 */
export const CONSENT_VERSION = '3';

/** The value of the cookie. It ends in `r` when the text said that conversations are recorded. */
export const consentValue = (isRecorded: boolean): string => CONSENT_VERSION + (isRecorded ? 'r' : '');

/** A consent to a recorded conversation covers one that is not recorded. The reverse is not true. */
export const sufficientConsents = (isRecorded: boolean): string[] =>
  isRecorded ? [consentValue(true)] : [consentValue(false), consentValue(true)];

/**
 * A person's consent to send what they say to the cloud, remembered in a cookie. Shared by the page and the server.
 * The cookie is readable by script on purpose: the page looks at it before every start, so that a consent withdrawn in
 * another tab counts at once.
 */

export const CONSENT_COOKIE = 'digital-human-consent';

/**
 * The version of the text people agree to (`consent` and `privacy` in `lib/i18n`). Raise it when what is sent, stored or
 * opened changes.
 */
export const CONSENT_VERSION = '2';

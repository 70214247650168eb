/**
 * A person's consent to send what they say to the cloud, as the device remembers it. Shared by page and server.
 * Readable by script on purpose: the page asks at every start, and a consent withdrawn in another tab must count there.
 */

export const CONSENT_COOKIE = 'digital-human-consent';

/** Of the text that is agreed to (`consent` and `privacy` in `lib/words`). Raise it when what is sent changes. */
export const CONSENT_VERSION = '1';

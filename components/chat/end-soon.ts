import { sleep } from '@/lib/digital-human/clock';

/** `destroy()` usually takes 2 s, and at worst 45 s. */
const LIMIT_MS = 2_500;

/**
 * Ends the session before the page is left. Resolves when the SDK is destroyed, or soon: a page that is left destroys
 * without waiting.
 */
export const endSoon = (end: () => Promise<void>): Promise<void> => Promise.race([end(), sleep(LIMIT_MS)]);

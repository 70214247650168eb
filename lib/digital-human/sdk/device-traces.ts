/**
 * What the SDK leaves in a browser beyond `destroy`, and how it is kept from the next person there. The running job is
 * in `cacheJobInfo`: the next `create` for the same robot joins it again (HwICSUiSdk 5.0.6).
 */

const JOB_KEY = 'cacheJobInfo';
const LANGUAGE_PREFIX = 'oldLangCode-';
const LAST_STARTER_KEY = 'digital-human-last-starter';

/** For the sign-out, and when the consent is withdrawn. */
export function forgetDeviceTraces(): void {
  withStorage((storage) => {
    removeTraces(storage);
    storage.removeItem(LAST_STARTER_KEY);
  });
}

/**
 * Before each start: a person finds what the SDK kept of their own last session, and nothing of anybody else's.
 * @param userId remembered as a salted hash. Without it, every start counts as another person's.
 */
export async function keepTracesApart(userId: string | undefined): Promise<void> {
  const last = withStorage((storage) => storage.getItem(LAST_STARTER_KEY)) ?? '';
  const salt = last.split('.')[0] ?? '';
  const isSame = userId !== undefined && salt !== '' && (await saltedHash(userId, salt)) === last;
  if (isSame) return;
  const next =
    userId === undefined ? null : await saltedHash(userId, hexOf(crypto.getRandomValues(new Uint8Array(16))));
  withStorage((storage) => {
    removeTraces(storage);
    if (next) storage.setItem(LAST_STARTER_KEY, next);
    else storage.removeItem(LAST_STARTER_KEY);
  });
}

function removeTraces(storage: Storage): void {
  storage.removeItem(JOB_KEY);
  for (const key of Object.keys(storage)) if (key.startsWith(LANGUAGE_PREFIX)) storage.removeItem(key);
}

async function saltedHash(userId: string, salt: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${salt}.${userId}`));
  return `${salt}.${hexOf(new Uint8Array(digest))}`;
}

const hexOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Where storage is forbidden, the SDK keeps nothing either. */
function withStorage<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(window.localStorage);
  } catch {
    return undefined;
  }
}

/**
 * Removes what the SDK leaves in the browser after `destroy`, so that the next user does not get it. `cacheJobInfo`
 * holds the running job: the next `create` for the same robot rejoins it (HwICSUiSdk 5.0.6), although our server may
 * have stopped it.
 */

const JOB_KEY = 'cacheJobInfo';
const LANGUAGE_PREFIX = 'oldLangCode-';
const LAST_STARTER_KEY = 'digital-human-last-starter';

/** Call it when the user signs out or withdraws the consent. */
export function forgetDeviceTraces(): void {
  withStorage((storage) => {
    removeTraces(storage);
    storage.removeItem(LAST_STARTER_KEY);
  });
}

/**
 * Removes an earlier job before each start, and the language of another user.
 * @param userId stored as a salted hash; without it, every start counts as another user's
 */
export async function keepTracesApart(userId: string | undefined): Promise<void> {
  withStorage((storage) => storage.removeItem(JOB_KEY));
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

/** If storage is forbidden, the SDK keeps nothing either. */
function withStorage<T>(access: (storage: Storage) => T): T | undefined {
  try {
    return access(window.localStorage);
  } catch {
    return undefined;
  }
}

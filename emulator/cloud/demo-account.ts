/** The one account of the pretend cloud. None of it is a secret: it opens nothing but the emulator. */

/** Access key to secret key. */
export const accessKeys: ReadonlyMap<string, string> = new Map([['emulator-ak', 'emulator-sk']]);
export const PROJECT_ID = 'emulator-project';
export const iamUser = { domain: 'emulator-domain', name: 'emulator-user', password: 'emulator-password' } as const;
export const robotIds: ReadonlySet<string> = new Set(['emulator-robot', 'ada', 'mei', 'zuri']);

/** The one account of the pretend cloud. None of it is a secret: it opens nothing but the emulator. */

/** Access key to secret key. */
export const accessKeys: ReadonlyMap<string, string> = new Map([['emulator-ak', 'emulator-sk']]);
export const PROJECT_ID = 'emulator-project';
export const iamUser = { domain: 'emulator-domain', name: 'emulator-user', password: 'emulator-password' } as const;
/** Each with a conversation room of its own, `<id>-room`. */
export const demoRobots = { 'emulator-robot': 'Ada', ada: 'Ada', mei: 'Mei', zuri: 'Zuri' } as const;

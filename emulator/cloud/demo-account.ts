/** The emulator's only account. Nothing here is secret: it opens only the emulator. */

/** Maps an access key to its secret key. */
export const accessKeys: ReadonlyMap<string, string> = new Map([['emulator-ak', 'emulator-sk']]);
export const PROJECT_ID = 'emulator-project';
export const iamUser = { domain: 'emulator-domain', name: 'emulator-user', password: 'emulator-password' } as const;
/** Each robot has its own conversation room, `<id>-room`. */
export const demoRobots = { 'emulator-robot': 'Ada', ada: 'Ada', mei: 'Mei', zuri: 'Zuri' } as const;

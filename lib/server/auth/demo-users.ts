/**
 * Whom one can sign in as without an account, when DEMO_LOGIN allows it. One ID is Chinese on purpose, because
 * `X-App-UserId` takes no Chinese characters.
 */
export const demoUsers = [
  { id: 'ada.lovelace', name: 'Ada Lovelace' },
  { id: '李雷', name: '李雷' },
] as const;

export const findDemoPerson = (id: unknown) => demoUsers.find((person) => person.id === id) ?? null;

/**
 * The users that can sign in without an account, when DEMO_LOGIN allows it. One ID is Chinese, to show that
 * `X-App-UserId`, which accepts no Chinese characters, gets an encoded one.
 */
export const demoUsers = [
  { id: 'ada.lovelace', name: 'Ada Lovelace' },
  { id: '李雷', name: '李雷' },
] as const;

export const findDemoUser = (id: unknown) => demoUsers.find((user) => user.id === id) ?? null;

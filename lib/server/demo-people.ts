/** The people one can be without an account, when DEMO_LOGIN allows. One ID is Chinese on purpose: `X-App-UserId` takes none. */
export const demoPeople = [
  { id: 'ada.lovelace', name: 'Ada Lovelace' },
  { id: '李雷', name: '李雷' },
] as const;

export const findDemoPerson = (id: unknown) => demoPeople.find((person) => person.id === id) ?? null;

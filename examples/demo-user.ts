/**
 * Who is signed in. The examples have one user and no sign-in: read your own session here.
 * Never take the ID from the request's body or query, because the browser can send any ID there.
 */
export interface User {
  id: string;
  name: string;
}

export const currentUser = (_request: Request): User | undefined => ({ id: 'example-ada', name: 'Ada Lovelace' });

/**
 * Who is signed in. The examples have one person and no sign-in: put your own session's look-up here.
 * Never take the ID from the request's body or query: a sender could then claim to be any user.
 */
export interface User {
  id: string;
  name: string;
}

export const currentUser = (_headers: Headers): User | undefined => ({ id: 'example-ada', name: 'Ada Lovelace' });

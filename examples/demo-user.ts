/**
 * Who is signed in. The examples have one person and no sign-in: put your own session's look-up here.
 * Never take the ID from the request's body or query: whoever sends it would be whoever they like.
 */
export interface User {
  id: string;
  name: string;
}

export const currentUser = (_headers: Headers): User | undefined => ({ id: 'example-ada', name: 'Ada Lovelace' });

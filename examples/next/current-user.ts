/**
 * Who is signed in, for `POST /api/once-code`. Connect your own sign-in here: until then no user is signed in, and no user gets a code.
 * The ID must be the server's own word (a session cookie, say), never something the request's body or query holds.
 */
export interface User {
  id: string;
}

export async function currentUser(): Promise<User | null> {
  return null;
}

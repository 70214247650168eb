/**
 * Who is signed in, for `POST /api/once-code`. Connect your own sign-in here; until then, every request is refused with 401.
 * Read the ID from your own session, such as a cookie you verify, never from the request's body or query.
 */
export interface User {
  id: string;
  name?: string;
}

export async function currentUser(): Promise<User | null> {
  return null;
}

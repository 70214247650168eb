/** The user of a page, as opposed to a route: a page without one leads to the sign-in. */
import 'server-only';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { currentUser, type User } from './current-user.ts';

/** Present when a script of an open page posts a server action. Next renders the page again in the answer. */
const ACTION_HEADER = 'next-action';

/**
 * For pages: returns the user, or redirects to the sign-in page, which returns to `path`. Returns null in the answer
 * to a server action, because leaving the open page would end a conversation.
 */
export async function pageUser(path: string): Promise<User | null> {
  const user = await currentUser();
  if (user || (await headers()).has(ACTION_HEADER)) return user;
  redirect(signInPath(path));
}

export const signInPath = (callbackPath: string): string => `/sign-in?callbackUrl=${encodeURIComponent(callbackPath)}`;

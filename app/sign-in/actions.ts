'use server';
/**
 * The server actions of signing in and out. Redirects are paths, because the server may not know its public address.
 * Each action checks everything itself, because anyone can call it without the page that shows its button.
 */
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { AuthError } from 'next-auth';
import { CONSENT_COOKIE } from '@/lib/consent';
import * as auth from '@/lib/server/auth/auth';
import { safeCallbackPath } from '@/lib/server/auth/callback-path';
import { canSignIn, currentUser } from '@/lib/server/auth/current-user';
import { showsUser } from '@/lib/server/auth/shown-user';
import { appUserId } from '@/lib/server/metastudio/app-user-id';
import { sessionControl } from '@/lib/server/sessions/session-control';
import { siteSettings } from '@/lib/server/settings';

/** Fields: `id` of a demo user, `callbackUrl`. */
export async function signInAsDemo(form: FormData): Promise<void> {
  const callbackPath = safeCallbackPath(field(form, 'callbackUrl'));
  const demoUser = auth.signInOptions().demoUsers.find(({ id }) => id === field(form, 'id'));
  if (!demoUser) backToSignIn(callbackPath);
  await orBackToSignIn(callbackPath, () => auth.signIn('demo', { id: demoUser.id, redirect: false }));
  redirect(callbackPath);
}

/** Fields: `provider` (an ID of `signInOptions().providers`), `callbackUrl`. Redirects to the identity provider. */
export async function signInWith(form: FormData): Promise<void> {
  const callbackPath = safeCallbackPath(field(form, 'callbackUrl'));
  const provider = auth.signInOptions().providers.find(({ id }) => id === field(form, 'provider'));
  if (!provider) backToSignIn(callbackPath);
  redirect(
    await orBackToSignIn(callbackPath, () => auth.signIn(provider.id, { redirectTo: callbackPath, redirect: false })),
  );
}

/**
 * Signs out on this device, ends the conversation of the page, and deletes the consent, because the next user of this
 * device has not given it.
 * @param sent the page's `clientId`, or a form with the field `clientId`
 */
export async function signOutHere(sent?: unknown): Promise<void> {
  if (!canSignIn()) redirect('/sign-in');
  const handle = typeof sent === 'string' ? sent : field(sent, 'clientId');
  const user = await currentUser();
  if (user && typeof handle === 'string') await sessionControl()?.end(appUserId(user.id), handle, 'signed_out');
  await leave();
}

/**
 * Signs out on every device, and ends the user's conversations there.
 * @param shownUser the token for the user that the page shows, from `shownUserOf()`
 * @returns why nothing was done: the server no longer knows the user, or the page shows another one
 */
export async function signOutEverywhere(shownUser?: unknown): Promise<'sign_in_expired' | 'other_user'> {
  if (!canSignIn()) redirect('/sign-in');
  const user = await currentUser();
  if (!user) return 'sign_in_expired';
  if (!showsUser(shownUser, user.id, siteSettings().secrets)) return 'other_user';
  const control = sessionControl();
  if (control) {
    await control.refuseSignIns(user.id);
    await control.endAll(appUserId(user.id), 'signed_out');
  }
  return leave();
}

async function leave(): Promise<never> {
  await auth.signOut({ redirect: false });
  (await cookies()).delete(CONSENT_COOKIE);
  redirect('/');
}

/** Accepts anything, because a crafted request may pass any argument. */
const field = (form: unknown, name: string) => (form instanceof FormData ? form.get(name) : null);

async function orBackToSignIn<T>(callbackPath: string, attempt: () => Promise<T>): Promise<T> {
  if (!canSignIn()) backToSignIn(callbackPath);
  try {
    return await attempt();
  } catch (error) {
    // `logAuthError` has logged it.
    if (error instanceof AuthError) backToSignIn(callbackPath);
    throw error;
  }
}

function backToSignIn(callbackPath: string): never {
  redirect(`/sign-in?${new URLSearchParams({ error: 'refused', callbackUrl: callbackPath })}`);
}

'use server';
/**
 * Signing in and out, as forms post it. Redirects are paths, as the server need not know the address people type.
 * Each action checks everything itself: anybody can post its ID without the page that shows its button.
 */
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { AuthError } from 'next-auth';
import { CONSENT_COOKIE } from '@/lib/consent';
import * as auth from '@/lib/server/auth/auth';
import { safeCallbackPath } from '@/lib/server/auth/callback-path';
import { canSignIn } from '@/lib/server/auth/current-user';

/** Fields: `id` of a demo person, `callbackUrl`. */
export async function signInAsDemo(form: FormData): Promise<void> {
  const callbackPath = safeCallbackPath(field(form, 'callbackUrl'));
  const person = auth.signInOptions().demoPeople.find(({ id }) => id === field(form, 'id'));
  if (!person) backToSignIn(callbackPath);
  await orBackToSignIn(callbackPath, () => auth.signIn('demo', { id: person.id, redirect: false }));
  redirect(callbackPath);
}

/** Fields: `provider` (an ID of `signInOptions().providers`), `callbackUrl`. Leads to the identity provider. */
export async function signInWith(form: FormData): Promise<void> {
  const callbackPath = safeCallbackPath(field(form, 'callbackUrl'));
  const provider = auth.signInOptions().providers.find(({ id }) => id === field(form, 'provider'));
  if (!provider) backToSignIn(callbackPath);
  redirect(
    await orBackToSignIn(callbackPath, () => auth.signIn(provider.id, { redirectTo: callbackPath, redirect: false })),
  );
}

/** The page ends the session afterwards. The consent is forgotten, because the next person on this device has not given it. */
export async function signOut(): Promise<void> {
  if (!canSignIn()) redirect('/sign-in');
  await auth.signOut({ redirect: false });
  (await cookies()).delete(CONSENT_COOKIE);
  redirect('/');
}

/** A post made by hand may bring any argument. */
const field = (form: unknown, name: string) => (form instanceof FormData ? form.get(name) : null);

async function orBackToSignIn<T>(callbackPath: string, attempt: () => Promise<T>): Promise<T> {
  if (!canSignIn()) backToSignIn(callbackPath);
  try {
    return await attempt();
  } catch (error) {
    // Already logged, by `logAuthError`.
    if (error instanceof AuthError) backToSignIn(callbackPath);
    throw error;
  }
}

function backToSignIn(callbackPath: string): never {
  redirect(`/sign-in?${new URLSearchParams({ error: 'refused', callbackUrl: callbackPath })}`);
}

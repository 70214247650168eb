'use server';
/** Withdraws the consent, for the privacy page. The next start asks again. */
import { cookies } from 'next/headers';
import { CONSENT_COOKIE } from '@/lib/consent';

export async function withdrawConsent(): Promise<void> {
  (await cookies()).delete(CONSENT_COOKIE);
}

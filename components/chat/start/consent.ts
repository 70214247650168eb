/** Whether the person agreed to have the conversation carried by the cloud, asked anew each time it matters. */
import { CONSENT_COOKIE, CONSENT_VERSION } from '@/lib/consent';
import { isRemembered, remember } from '../../ui/device-cookie';

export const hasConsent = (): boolean => isRemembered(CONSENT_COOKIE, CONSENT_VERSION);

export const rememberConsent = (): void => remember(CONSENT_COOKIE, CONSENT_VERSION);

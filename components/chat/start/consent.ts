/**
 * Whether the user agreed to a conversation through the cloud. Read it again before each use. `isRecorded`: true when
 * the consent text says that conversations are recorded.
 */
import { CONSENT_COOKIE, consentValue, sufficientConsents } from '@/lib/consent';
import { isRemembered, remember } from '../../ui/device-cookie';

export const hasConsent = (isRecorded: boolean): boolean =>
  sufficientConsents(isRecorded).some((value) => isRemembered(CONSENT_COOKIE, value));

export const rememberConsent = (isRecorded: boolean): void => remember(CONSENT_COOKIE, consentValue(isRecorded));

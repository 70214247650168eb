/** The preferences menu as this request has it; pages put it into their header. */
import { PreferencesMenu } from '@/components/ui/preferences-menu';
import { requestTheme } from '@/lib/i18n/request';
import { setPreference } from './preference-actions';

export async function Preferences() {
  return <PreferencesMenu theme={await requestTheme()} setPreference={setPreference} />;
}

/** The preferences menu for the header of a page, with the language and theme of the request. */
import { PreferencesMenu } from '@/components/ui/preferences-menu';
import { requestTheme } from '@/lib/i18n/request';
import { setPreference } from './preference-actions';

export async function Preferences() {
  return <PreferencesMenu theme={await requestTheme()} setPreference={setPreference} />;
}

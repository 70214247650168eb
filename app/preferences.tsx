/** The preferences menu as this request has it; pages put it into their header. */
import { PreferencesMenu } from '@/components/preferences-menu';
import { requestTheme } from '@/lib/words/request-words';
import { setPreference } from './preference-actions';

export async function Preferences() {
  return <PreferencesMenu theme={await requestTheme()} setPreference={setPreference} />;
}

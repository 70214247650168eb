/** Next runs this in the browser when the scripts of the first load have arrived, before it makes the page interactive. */
import { SCRIPTS_ARRIVED } from './components/chat/first-load';
import { limitServerActions } from './components/ui/action-limit';

limitServerActions();
window.dispatchEvent(new Event(SCRIPTS_ARRIVED));

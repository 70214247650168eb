/** Next runs this in the browser, before it makes the page interactive. */
import { limitServerActions } from './components/ui/action-limit';

limitServerActions();

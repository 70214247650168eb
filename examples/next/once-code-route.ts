import { onceCodeLimits } from '../../lib/server/limits';
import { handleOnceCode } from '../../lib/server/once-code-route';
import { limitSettings, onceCodeSettings } from '../../lib/server/settings';
import { currentUser } from './current-user';

export const POST = (request: Request): Promise<Response> =>
  handleOnceCode(request, {
    user: currentUser,
    settings: onceCodeSettings(),
    limits: onceCodeLimits(limitSettings()),
  });

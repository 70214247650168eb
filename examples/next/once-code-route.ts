import { onceCodeLimits } from '../../lib/server/limits.ts';
import { handleOnceCode } from '../../lib/server/once-code-route.ts';
import { limitSettings, onceCodeSettings } from '../../lib/server/settings.ts';
import { currentUser } from './current-user.ts';

export const POST = (request: Request): Promise<Response> =>
  handleOnceCode(request, {
    user: currentUser,
    settings: onceCodeSettings(),
    limits: onceCodeLimits(limitSettings()),
  });

import { currentUser } from '@/lib/server/auth/current-user';
import { assertShownUser } from '@/lib/server/auth/shown-user';
import { methodNotAllowed } from '@/lib/server/http/problem';
import { onceCodeLimits } from '@/lib/server/limits';
import { handleOnceCode } from '@/lib/server/once-code-route';
import { sessionControl } from '@/lib/server/sessions/session-control';
import { limitSettings, onceCodeSettings, siteSettings } from '@/lib/server/settings';
import { recordOnceCode, tracedFetch } from '@/lib/server/telemetry/telemetry';

export const POST = (request: Request): Promise<Response> =>
  handleOnceCode(request, {
    user: currentUser,
    settings: onceCodeSettings(),
    limits: onceCodeLimits(limitSettings()),
    sessions: sessionControl(),
    assertShownUser: (headers, userId) => assertShownUser(headers, userId, siteSettings().secrets),
    issueHandle: async (user, headers) => sessionControl()?.issueHandle(user, headers),
    fetch: tracedFetch,
    record: recordOnceCode,
  });

const refuse = () => methodNotAllowed('POST');

export { refuse as DELETE, refuse as GET, refuse as HEAD, refuse as OPTIONS, refuse as PATCH, refuse as PUT };

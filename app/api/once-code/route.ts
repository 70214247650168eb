import { localeOfHeaders } from '@/lib/i18n/header-locale';
import { currentUser } from '@/lib/server/auth/current-user';
import { methodNotAllowed } from '@/lib/server/http/problem';
import { onceCodeLimits } from '@/lib/server/limits';
import { handleOnceCode } from '@/lib/server/once-code-route';
import { limitSettings, onceCodeSettings } from '@/lib/server/settings';
import { recordOnceCode, tracedFetch } from '@/lib/server/telemetry/telemetry';

export const POST = (request: Request): Promise<Response> =>
  handleOnceCode(request, {
    user: currentUser,
    settings: onceCodeSettings(),
    limits: onceCodeLimits(limitSettings()),
    language: localeOfHeaders(request.headers),
    fetch: tracedFetch,
    record: recordOnceCode,
  });

const refuse = () => methodNotAllowed('POST');

export { refuse as DELETE, refuse as GET, refuse as HEAD, refuse as OPTIONS, refuse as PATCH, refuse as PUT };

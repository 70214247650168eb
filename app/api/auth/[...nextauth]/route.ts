/** next-auth's own endpoints. Identity providers redirect to them. */
import { NextRequest } from 'next/server';
import { handlers } from '@/lib/server/auth/auth';
import { logProviderAnswer } from '@/lib/server/auth/auth-log';
import { assertSignInSettings } from '@/lib/server/auth/current-user';
import { signInSettings } from '@/lib/server/auth/sign-in-settings';
import { methodNotAllowed, problemResponse, toAppError } from '@/lib/server/http/problem';
import { siteAddress } from '@/lib/server/http/site-address';
import { log } from '@/lib/server/log';

const answerWith = (handler: (request: NextRequest) => Promise<Response>) => async (request: NextRequest) => {
  try {
    assertSignInSettings();
    const refusal = request.nextUrl.searchParams.get('error');
    if (refusal && request.nextUrl.pathname.includes('/callback/')) logProviderAnswer(refusal);
    const response = await handler(byItsAddress(request));
    // With valid settings next-auth answers 500 only to a callback URL it cannot read: a bad request.
    return response.status === 500 ? Response.json('Bad request.', { status: 400 }) : response;
  } catch (thrown) {
    const error = toAppError(thrown);
    log.error({ event: 'sign_in_failed', code: error.code, reason: error.details.reason });
    return problemResponse(error, crypto.randomUUID());
  }
};

/** Next gives a request this server's own address, and next-auth builds callback addresses from it. */
function byItsAddress(request: NextRequest): NextRequest {
  const address = siteAddress(request.headers, signInSettings().url);
  const { pathname, search } = request.nextUrl;
  return address ? new NextRequest(new URL(pathname + search, address), request) : request;
}

export const GET = answerWith(handlers.GET);
export const POST = answerWith(handlers.POST);

const refuse = () => methodNotAllowed('GET, POST');

export { refuse as DELETE, refuse as HEAD, refuse as OPTIONS, refuse as PATCH, refuse as PUT };

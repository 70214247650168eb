/** next-auth's own endpoints, to which identity providers lead back. */
import type { NextRequest } from 'next/server';
import { assertSignInSettings, handlers } from '@/lib/server/auth';
import { log } from '@/lib/server/log';
import { problemResponse, toAppError } from '@/lib/server/problem';

const answerWith = (handler: (request: NextRequest) => Promise<Response>) => async (request: NextRequest) => {
  try {
    assertSignInSettings();
    const response = await handler(request);
    // With valid settings next-auth answers 500 only to a callback URL it cannot read, which is the request's fault.
    return response.status === 500 ? Response.json('Bad request.', { status: 400 }) : response;
  } catch (thrown) {
    const error = toAppError(thrown);
    log.error({ event: 'sign_in_failed', code: error.code, reason: error.details.reason });
    return problemResponse(error, crypto.randomUUID());
  }
};

export const GET = answerWith(handlers.GET);
export const POST = answerWith(handlers.POST);

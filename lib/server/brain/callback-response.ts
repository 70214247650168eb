/**
 * Answers `POST /api/brain`: verifies the call, identifies the user, applies limits and streams the answer. It needs no
 * framework.
 */

import { openClientHandle } from '../client-handle.ts';
import { readPostedText } from '../http/posted-body.ts';
import { refusalBody } from '../metastudio/callback-answer.ts';
import { CallbackRefusal } from '../metastudio/callback-refusal.ts';
import { type CallbackQuestion, MAX_BODY_BYTES, readCallbackBody } from '../metastudio/callback-request.ts';
import { readSignedQuery, verifySignature } from '../metastudio/callback-signature.ts';
import { collectedAnswer, limitedResponse, type Question, streamedAnswer } from './answer-stream.ts';
import { logRefusal } from './brain-log.ts';
import type { BrainSetup } from './brain-setup.ts';
import { spokenLanguage } from './spoken-language.ts';

/** The time limit for the body, so that a caller cannot hold a connection open by sending it slowly. */
const BODY_LIMIT_MS = 10_000;

/** @returns 200 with the answer, whole or streamed as the call asks, or 400 with MetaStudio's `error_code` */
export async function brainResponse(request: Request, setup: BrainSetup): Promise<Response> {
  const requestId = crypto.randomUUID();
  try {
    const asked = await verified(request, setup);
    const question = await identified(asked, { requestId, callerSignal: request.signal }, setup);
    const wait = await setup.limit.secondsToWait(limitKey(question, asked));
    if (wait > 0) return limitedResponse(question, asked.isStream, setup);
    return asked.isStream ? streamedAnswer(question, setup) : await collectedAnswer(question, setup);
  } catch (error) {
    if (!(error instanceof CallbackRefusal)) throw error;
    logRefusal(requestId, error.code, setup.logger);
    setup.record.refusal(error.code);
    return refusal(400, error.code, error.message, requestId);
  }
}

/** Checks the signature first, so that an unsigned call gets no information and costs nothing. */
async function verified(request: Request, { settings, claims, now }: BrainSetup): Promise<CallbackQuestion> {
  const body = await readBody(request);
  const query = readSignedQuery(new URL(request.url).searchParams);
  verifySignature({ query, url: settings.url, keys: settings.appKeys, nowMs: now() });
  const asked = readCallbackBody(body);
  if (asked.appId !== settings.appId) throw new CallbackRefusal('bad_app_id', 'app_id is not the one of this callback');
  if (!(await claims.claim(query, body))) throw new CallbackRefusal('replay', 'this call has been answered before');
  return asked;
}

async function readBody(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, BODY_LIMIT_MS, undefined);
  });
  try {
    const reading = readPostedText(request, MAX_BODY_BYTES).catch(() => undefined);
    const body = await Promise.race([reading, late]);
    if (body === undefined) throw tooLarge();
    return body;
  } finally {
    clearTimeout(timer);
  }
}

const tooLarge = () => new CallbackRefusal('bad_size', 'the body is larger than 128 KiB, or did not arrive');

type Caller = Pick<Question, 'requestId' | 'callerSignal'>;

async function identified(asked: CallbackQuestion, caller: Caller, { secrets, now }: BrainSetup): Promise<Question> {
  const { question, history, sessionId, clientId } = asked;
  const identity = clientId === undefined ? null : await openClientHandle(clientId, secrets, now());
  return {
    ...caller,
    way: 'callback',
    question,
    history,
    sessionId: sessionId !== undefined && /^[\w-]{1,64}$/.test(sessionId) ? sessionId : undefined,
    user: identity && { id: identity.appUserId, name: identity.name },
    language: spokenLanguage(question, identity?.language),
  };
}

const limitKey = ({ user }: Question, { sessionId }: CallbackQuestion): string =>
  user ? `user:${user.id}` : `session:${sessionId ?? ''}`;

/** An error answer in MetaStudio's form. */
export function refusal(status: number, code: string, message: string, requestId: string): Response {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-request-id': requestId };
  return new Response(refusalBody(code, message), { status, headers });
}

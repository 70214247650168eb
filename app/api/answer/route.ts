/** `POST /api/answer`: answers in writing when no digital human is free. For signed-in users of this site, within limits. */
import { AppError } from '@/lib/api/errors';
import { localeOfHeaders } from '@/lib/i18n/locale';
import type { User } from '@/lib/server/auth/current-user';
import { answerSignedIn } from '@/lib/server/auth/signed-in-route';
import { streamedAnswer } from '@/lib/server/brain/answer-stream';
import { refusal } from '@/lib/server/brain/callback-response';
import { brainSetup } from '@/lib/server/brain/shared-setup';
import { spokenLanguage } from '@/lib/server/brain/spoken-language';
import { writtenQuestion } from '@/lib/server/brain/written-question';
import { readPostedJson } from '@/lib/server/http/posted-body';
import { apiHeaders, methodNotAllowed } from '@/lib/server/http/problem';
import { appUserId } from '@/lib/server/metastudio/app-user-id';
import { MAX_BODY_BYTES } from '@/lib/server/metastudio/callback-request';

const noBrain = (requestId: string) => new Response(null, { status: 404, headers: apiHeaders(requestId) });

export const POST = (request: Request): Promise<Response> => {
  const answer = async (user: User, requestId: string) => {
    const setup = brainSetup();
    if (!setup) return noBrain(requestId);
    const asked = writtenQuestion.safeParse(await readPostedJson(request, MAX_BODY_BYTES)).data;
    if (!asked) return refusal(400, 'bad_body', 'send JSON: {"question": "…", "history": []}', requestId);
    const id = appUserId(user.id);
    const wait = await setup.limit.secondsToWait(`user:${id}`);
    if (wait > 0) throw new AppError('rate_limited', { retryAfterSeconds: wait, reason: 'too many questions' });
    const { question, history } = asked;
    const language = spokenLanguage(question, localeOfHeaders(request.headers));
    const who = { way: 'written', requestId, callerSignal: request.signal, user: { id, name: user.name } } as const;
    return streamedAnswer({ ...who, question, history, language }, setup);
  };
  return answerSignedIn(request, 'answer_failed', answer, async (requestId) =>
    brainSetup() ? undefined : noBrain(requestId),
  );
};

const refuse = () => methodNotAllowed('POST');

export { refuse as DELETE, refuse as GET, refuse as HEAD, refuse as OPTIONS, refuse as PATCH, refuse as PUT };

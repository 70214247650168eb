/**
 * Posts each question to the customer's server, as MetaStudio does (its docs, "Third-party LLM"), and speaks the
 * answer. Where the docs are silent it is strict: a time limit of 30 s, no blank after `data:`, and an answer without
 * `[DONE]` fails. Those are guesses.
 */
import { z } from 'zod';
import { VendorError } from '../errors';
import { MALFORMED_BODY } from '../faults';
import type { AnswerContext, AnswerSource, Piece, Turn } from './answer-source';
import { signedCallbackUrl } from './callback-signature';

export interface LlmCallbackSettings {
  /** The callback's URL as typed in the console. */
  url: string;
  appId: string;
  appKey: string;
  /** Rounds of history, this question included. */
  chatRounds: number;
  isStream: boolean;
}

const ANSWER_LIMIT_MS = 30_000;

const answerShape = z.object({
  choices: z
    .array(z.object({ message: z.object({ content: z.string(), extend_param: z.string().optional() }) }))
    .min(1),
});

export function llmCallback(settings: LlmCallbackSettings): AnswerSource {
  return async function* (question, context) {
    checkUrl(settings.url);
    const fault = context.takeFault();
    if (fault?.delayMs) await context.pause(fault.delayMs);
    if (fault?.errorCode) throw new VendorError(fault.errorCode);
    if (fault?.status !== undefined) throw accessFailed(`HTTP ${fault.status}`);
    const limit = AbortSignal.any([context.signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]);
    if (fault?.kind === 'hang') await aborted(limit);
    const isMalformed = fault?.kind === 'malformed';
    const pieces = isMalformed ? malformedAnswer(settings) : await call(settings, question, context, limit);
    let isEmpty = true;
    for await (const piece of fault?.kind === 'drop' && settings.isStream ? onlyFirst(pieces) : pieces) {
      if (piece.text !== '') isEmpty = false;
      yield piece;
    }
    if (isEmpty) throw new VendorError('MSS.47010130');
  };
}

function checkUrl(url: string): void {
  if (url === '') throw new VendorError('MSS.47010131');
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isLoopback = parsed !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(parsed.hostname);
  const isAllowed = parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLoopback);
  if (!isAllowed || /[?#]/.test(url)) throw new VendorError('MSS.47010134');
}

async function call(
  settings: LlmCallbackSettings,
  question: string,
  context: AnswerContext,
  signal: AbortSignal,
): Promise<AsyncIterable<Piece>> {
  let response: Response;
  try {
    response = await fetch(signedCallbackUrl(settings.url, context.now(), settings.appKey), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(bodyOf(settings, question, context)),
      redirect: 'error',
      signal,
    });
  } catch (error) {
    if (context.signal.aborted) throw error;
    throw accessFailed('no answer');
  }
  if (response.status !== 200) {
    await response.body?.cancel();
    throw accessFailed(`HTTP ${response.status}`);
  }
  return settings.isStream ? framesIn(textIn(response)) : wholeIn(await response.text());
}

const malformedAnswer = ({ isStream }: LlmCallbackSettings): AsyncIterable<Piece> =>
  isStream ? framesIn(textOf(MALFORMED_BODY)) : wholeIn(MALFORMED_BODY);

function bodyOf(
  { appId, chatRounds, isStream }: LlmCallbackSettings,
  question: string,
  context: AnswerContext,
): object {
  const turns = context.history.slice(chatRounds > 1 ? 1 - chatRounds : context.history.length);
  return {
    app_id: appId,
    user: 'emulator',
    session_id: context.sessionId,
    is_stream: isStream,
    messages: [...turns.flatMap(({ question: asked, answer }: Turn) => [asked, answer]), question].map((content) => ({
      content,
    })),
    extend_param: extendParamOf(context),
  };
}

/** Real calls have used both forms, so they alternate. */
function extendParamOf({ extendParam, history }: AnswerContext): unknown {
  const isString = history.length % 2 === 1;
  if (extendParam === null) return isString ? '' : null;
  return isString ? extendParam : JSON.parse(extendParam);
}

async function* wholeIn(text: string): AsyncGenerator<Piece> {
  yield pieceOf(text);
}

async function* framesIn(texts: AsyncIterable<string>): AsyncGenerator<Piece> {
  let held = '';
  let isDone = false;
  for await (const text of texts) {
    held += text;
    for (let end = held.indexOf('\n\n'); end >= 0; end = held.indexOf('\n\n')) {
      const frame = held.slice(0, end);
      held = held.slice(end + 2);
      if (isDone) throw accessFailed('a frame after [DONE]');
      if (frame === 'data:[DONE]') isDone = true;
      else if (frame.startsWith('data:')) yield pieceOf(frame.slice('data:'.length));
      else throw accessFailed('a frame that does not begin with data:');
    }
  }
  if (!isDone) throw accessFailed('no [DONE]');
}

function pieceOf(text: string): Piece {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw accessFailed('no JSON');
  }
  const message = answerShape.safeParse(json).data?.choices[0]?.message;
  if (!message) throw accessFailed('an answer of another shape');
  return { text: message.content, extendParam: message.extend_param ?? '' };
}

async function* textIn(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  // Read at once, because the time limit is for the answer and not for how long it is spoken.
  const ahead = new TransformStream<Uint8Array, Uint8Array>({}, undefined, { highWaterMark: Number.POSITIVE_INFINITY });
  try {
    for await (const chunk of response.body?.pipeThrough(ahead) ?? []) yield decoder.decode(chunk, { stream: true });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw accessFailed('the connection broke');
  }
}

async function* textOf(text: string): AsyncGenerator<string> {
  yield `${text}\n\n`;
}

async function* onlyFirst(pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
  for await (const piece of pieces) {
    yield piece;
    throw accessFailed('the connection broke');
  }
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(accessFailed('no answer')), { once: true });
  });

const accessFailed = (why: string) => new VendorError('47050004', { message: `The LLM could not be reached: ${why}.` });

/** Returns undefined when no setting is set. @throws when a setting is invalid */
export function llmCallbackFromEnvironment(env: Record<string, string | undefined>): LlmCallbackSettings | undefined {
  const { EMULATOR_LLM_URL: url = '', EMULATOR_LLM_APP_ID: appId = '', EMULATOR_LLM_APP_KEY: appKey = '' } = env;
  if (!url && !appId && !appKey) return undefined;
  if (!appId || !appKey) throw new Error('For an LLM callback set EMULATOR_LLM_APP_ID and EMULATOR_LLM_APP_KEY, too.');
  const rounds = env.EMULATOR_LLM_CHAT_ROUNDS || '5';
  if (!/^\d{1,2}$/.test(rounds) || Number(rounds) < 1)
    throw new Error('EMULATOR_LLM_CHAT_ROUNDS must be a number from 1 to 99.');
  return { url, appId, appKey, chatRounds: Number(rounds), isStream: env.EMULATOR_LLM_STREAM !== '0' };
}

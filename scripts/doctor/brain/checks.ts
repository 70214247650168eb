/**
 * MetaStudio's requirements of an LLM callback, one check each, with its remedy. It works on any callback, so it only
 * checks from outside. It asks about ten questions, which a language model may bill.
 */
import { callbackSecret } from '../../../lib/server/metastudio/callback-signature';
import type { Finding } from '../examination';

export interface Callback {
  /** The URL as typed in the console. The check calls and signs it. */
  url: string;
  appId: string;
  appKey: string;
  now: () => number;
}

const ANSWER_LIMIT_MS = 30_000;
const SLOW_FIRST_PIECE_MS = 3_000;
const MAX_BODY_BYTES = 128 * 1024;
const DOCS = 'docs/integrate.md, “A brain of your own”';

interface Call {
  secret?: string;
  timestampMs?: number;
  body?: string;
  /** Replaces the signed URL. */
  query?: string;
  signal?: AbortSignal;
}

type Check = (callback: Callback) => Promise<Finding>;

export async function* checkCallback(callback: Callback): AsyncGenerator<Finding> {
  const first = await accepted(callback);
  yield first;
  const rest: [string, Check][] = [
    ['Stream format', streamFormat],
    ['Whole answer', wholeAnswer],
    ['extend_param', extendParamForms],
    ['Disconnect', disconnect],
    [
      'Wrong secret',
      (on) => refuses(on, 'Wrong secret', { secret: '0'.repeat(64) }, 'Compare the HMAC, in constant time.'),
    ],
    ['No query', (on) => refuses(on, 'No query', { query: '' }, 'Refuse a call without secret and time_stamp.')],
    [
      'Old time',
      (on) =>
        refuses(
          on,
          'Old time',
          { timestampMs: on.now() - 600_000 },
          'Refuse a time_stamp more than 300 seconds away from your clock.',
        ),
    ],
    [
      'Other app_id',
      (on) =>
        refuses(on, 'Other app_id', { body: bodyOf(on, { app_id: 'another' }) }, 'Compare app_id with your APPID.'),
    ],
    ['Broken body', (on) => refuses(on, 'Broken body', { body: '{' }, 'Refuse a body that is not JSON.')],
    [
      'Large body',
      (on) =>
        refuses(
          on,
          'Large body',
          { body: bodyOf(on, { padding: 'x'.repeat(MAX_BODY_BYTES) }) },
          'Read at most 128 KiB.',
        ),
    ],
    ['Replay', replay],
  ];
  for (const [check, run] of rest)
    yield first.level === 'failure'
      ? { check, level: 'skipped', text: 'skipped: needs Signed question' }
      : await run(callback).catch((error: unknown) =>
          failure(check, reasonOf(error), 'answer each call within 30 seconds, and close no connection before its end'),
        );
}

const ok = (check: string, text: string): Finding => ({ check, level: 'ok', text });
const failure = (check: string, text: string, todo: string): Finding => ({
  check,
  level: 'failure',
  text,
  advice: { means: 'MetaStudio’s calls fail, or anyone can call it.', todo, docs: DOCS },
});

async function accepted(callback: Callback): Promise<Finding> {
  const check = 'Signed question';
  const outcome = await send(callback, {}).catch((error: unknown) => reasonOf(error));
  if (typeof outcome === 'string')
    return failure(check, outcome, 'Check the address, its name, its certificate and its port.');
  await outcome.body?.cancel();
  if (outcome.status === 200) return ok(check, 'accepted');
  const remedy =
    outcome.status === 404
      ? 'Set BRAIN_APP_ID and BRAIN_APP_KEY on that server, or correct the path.'
      : 'Use the same APPID and APPKEY on both sides, and the URL exactly as typed in the console.';
  return failure(check, `HTTP ${outcome.status}`, remedy);
}

async function streamFormat(callback: Callback): Promise<Finding> {
  const check = 'Stream format';
  const startedAtMs = performance.now();
  const response = await send(callback, {});
  const type = response.headers.get('content-type') ?? '';
  if (!/^text\/event-stream\b/i.test(type))
    return failure(
      check,
      `content-type is ${type || 'missing'}`,
      'Answer text/event-stream;charset=UTF-8 when is_stream is true.',
    );
  let firstMs: number | undefined;
  let text = '';
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body ?? []) {
      firstMs ??= performance.now() - startedAtMs;
      text += decoder.decode(chunk, { stream: true });
    }
  } catch (error) {
    return failure(check, reasonOf(error), 'Finish an answer within 30 seconds and end it with data:[DONE].');
  }
  const fault = faultOfStream(text);
  if (fault) return failure(check, fault.text, fault.todo);
  const seconds = ((firstMs ?? 0) / 1000).toFixed(1);
  if ((firstMs ?? 0) > SLOW_FIRST_PIECE_MS)
    return {
      check,
      level: 'warning',
      text: `in order, but the first piece came after ${seconds} s`,
      advice: { means: 'Users wait in silence.', todo: 'Stream as the model speaks, or say a filler.', docs: DOCS },
    };
  return ok(check, `in order, first piece after ${seconds} s`);
}

function faultOfStream(text: string): { text: string; todo: string } | undefined {
  const frames = text.split('\n\n');
  if (frames.pop() !== '')
    return { text: 'the last frame has no blank line after it', todo: 'End every frame with a blank line.' };
  if (frames.at(-1) !== 'data:[DONE]')
    return { text: 'the end is not data:[DONE]', todo: 'Send data:[DONE] as the last frame.' };
  for (const [index, frame] of frames.slice(0, -1).entries()) {
    if (!frame.startsWith('data:') || frame.startsWith('data: '))
      return {
        text: `frame ${index + 1} must begin with data: and no space after it`,
        todo: 'Write the JSON directly after data: in each frame.',
      };
    const message = messageIn(frame.slice('data:'.length));
    if (!message)
      return {
        text: `frame ${index + 1} has no choices[0].message.content`,
        todo: 'Send {"choices":[{"message":{"content":"…"}}]}',
      };
    if (message.content === '')
      return { text: `frame ${index + 1} is empty`, todo: 'Send no empty piece: MetaStudio speaks it.' };
    if (message.extend_param !== undefined && typeof message.extend_param !== 'string')
      return { text: `extend_param of frame ${index + 1} is not a string`, todo: 'Send extend_param as a string.' };
  }
  return frames.length === 1
    ? { text: 'there are no words', todo: 'Answer every question, if only with an apology.' }
    : undefined;
}

function messageIn(text: string): { content: string; extend_param?: unknown } | undefined {
  try {
    const message = (JSON.parse(text) as { choices?: { message?: { content?: unknown; extend_param?: unknown } }[] })
      .choices?.[0]?.message;
    return typeof message?.content === 'string' ? { ...message, content: message.content } : undefined;
  } catch {
    return undefined;
  }
}

async function wholeAnswer(callback: Callback): Promise<Finding> {
  const check = 'Whole answer';
  const response = await send(callback, { body: bodyOf(callback, { is_stream: false }) });
  const text = await response.text();
  const isJson = /^application\/json\b/i.test(response.headers.get('content-type') ?? '');
  const content = response.status === 200 && isJson ? messageIn(text)?.content : undefined;
  if (content) return ok(check, 'in order');
  return failure(
    check,
    `HTTP ${response.status}, no choices[0].message.content as JSON`,
    'Send the whole answer at once when is_stream is false.',
  );
}

async function extendParamForms(callback: Callback): Promise<Finding> {
  const check = 'extend_param';
  for (const extend_param of [{ client_id: 'unknown' }, '{"client_id":"unknown"}', '', null]) {
    const response = await send(callback, { body: bodyOf(callback, { extend_param }) });
    await response.body?.cancel();
    if (response.status !== 200)
      return failure(
        check,
        `HTTP ${response.status} for ${JSON.stringify(extend_param)}`,
        'Take an object, a JSON string, an empty string and null; answer unknown users, too.',
      );
  }
  return ok(check, 'taken as object, string, empty string and null');
}

/** From outside the check cannot see whether the model stops, only whether the server survives. */
async function disconnect(callback: Callback): Promise<Finding> {
  const check = 'Disconnect';
  const abort = new AbortController();
  const response = await send(callback, { signal: abort.signal });
  await response.body?.getReader().read();
  abort.abort();
  const next = await send(callback, {}).catch(() => undefined);
  await next?.body?.cancel();
  return next?.status === 200
    ? ok(check, 'survived; see in its log that the model stopped')
    : failure(
        check,
        'no answer after a caller disconnected during a stream',
        'Abort the model when the connection closes, and go on.',
      );
}

async function refuses(callback: Callback, check: string, call: Call, todo: string): Promise<Finding> {
  try {
    const response = await send(callback, call);
    await response.body?.cancel();
    if (response.status >= 400 && response.status < 500) return ok(check, `refused with HTTP ${response.status}`);
    return failure(check, `HTTP ${response.status} instead of a refusal`, todo);
  } catch (error) {
    // Closed during the upload, which also counts as a refusal.
    return check === 'Large body' ? ok(check, 'the connection was closed') : failure(check, reasonOf(error), todo);
  }
}

async function replay(callback: Callback): Promise<Finding> {
  const call = { timestampMs: callback.now(), body: bodyOf(callback, {}) };
  const first = await send(callback, call);
  await first.text();
  return refuses(
    callback,
    'Replay',
    call,
    'Answer each signed call once: remember time, secret and a hash of the body.',
  );
}

function bodyOf({ appId }: Callback, more: object): string {
  const content = `Hello? (${crypto.randomUUID()})`; // no two calls have the same text
  return JSON.stringify({
    app_id: appId,
    session_id: 'doctor',
    is_stream: true,
    messages: [{ content }],
    extend_param: null,
    ...more,
  });
}

function send(
  callback: Callback,
  { secret, timestampMs = callback.now(), body, query, signal }: Call,
): Promise<Response> {
  const signed = `?secret=${secret ?? callbackSecret(callback.url, timestampMs, callback.appKey)}&time_stamp=${timestampMs.toString(16)}`;
  const limit = AbortSignal.timeout(ANSWER_LIMIT_MS);
  return fetch(callback.url + (query ?? signed), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: body ?? bodyOf(callback, {}),
    redirect: 'manual',
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  });
}

/** Only the code: a message may quote the URL and its signature. */
function reasonOf(error: unknown): string {
  const { cause, name } = error as { cause?: { code?: unknown }; name?: unknown };
  if (typeof cause?.code === 'string') return cause.code;
  return name === 'TimeoutError' ? 'no whole answer within 30 s' : 'the connection failed';
}

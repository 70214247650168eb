/**
 * The body of a call to the LLM callback, read strictly where MetaStudio is documented and leniently where it is not:
 * unknown keys are ignored, and `extend_param` comes as an object, a JSON string, an empty string or null.
 */
import * as z from 'zod';
import { CallbackRefusal } from './callback-refusal.ts';

export const MAX_BODY_BYTES = 128 * 1024;
export const MAX_CONTENT_LENGTH = 4096;
const MAX_ID_LENGTH = 256;

export interface CallbackTurn {
  question: string;
  answer: string;
}

export interface CallbackQuestion {
  appId: string;
  /** The ID of MetaStudio's conversation, if there is one. */
  sessionId: string | undefined;
  isStream: boolean;
  question: string;
  /** The earlier turns, the oldest first. */
  history: CallbackTurn[];
  /** The `client_id` that the page passed to `create()`; opaque here. */
  clientId: string | undefined;
}

const id = z.string().max(MAX_ID_LENGTH);

const body = z.object({
  // An answer that was interrupted before its first word may have no text.
  messages: z.array(z.object({ content: z.string().max(MAX_CONTENT_LENGTH).nullish() })).min(1),
  app_id: id.min(1),
  session_id: id.nullish(),
  user: id.nullish(),
  is_stream: z.boolean().nullish(),
  extend_param: z.union([z.string(), z.record(z.string(), z.unknown()), z.null()]).optional(),
});

/** @throws CallbackRefusal */
export function readCallbackBody(text: string): CallbackQuestion {
  const parsed = body.safeParse(jsonOf(text, 'the body'));
  if (!parsed.success) {
    const paths = [...new Set(parsed.error.issues.map(({ path }) => path.join('.') || 'the body'))];
    throw new CallbackRefusal('bad_body', `malformed or missing: ${paths.slice(0, 5).join(', ')}`);
  }
  const { messages, app_id, session_id, is_stream, extend_param } = parsed.data;
  const question = messages.at(-1)?.content?.trim() ?? '';
  if (question === '') throw new CallbackRefusal('bad_body', 'the last message, which is the question, is empty');
  return {
    appId: app_id,
    sessionId: session_id || undefined,
    isStream: is_stream ?? false,
    question,
    history: turnsOf(messages.slice(0, -1).map(({ content }) => content ?? '')),
    clientId: clientIdIn(extend_param),
  };
}

/** Pairs questions and answers from the end, because a shortened history may begin with an answer. */
function turnsOf(contents: readonly string[]): CallbackTurn[] {
  const turns: CallbackTurn[] = [];
  for (let index = contents.length % 2; index + 1 < contents.length; index += 2)
    turns.push({ question: contents[index] ?? '', answer: contents[index + 1] ?? '' });
  return turns;
}

const clientIdHolder = z.object({ client_id: z.string().max(512) });

function clientIdIn(extendParam: unknown): string | undefined {
  const holder = typeof extendParam === 'string' ? holderIn(extendParam) : extendParam;
  return clientIdHolder.safeParse(holder).data?.client_id || undefined;
}

function holderIn(text: string): unknown {
  return text.trim() === '' ? null : jsonOf(text, 'extend_param');
}

function jsonOf(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CallbackRefusal('bad_body', `${what} is not JSON`);
  }
}

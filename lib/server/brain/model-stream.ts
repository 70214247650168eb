/**
 * Reduces the answer of a language model's server to text, end and error. The AI SDK checks all fields and treats a
 * missing end as an error, but servers differ: in the types of `id`, `created` and `usage`, by events without
 * `choices`, by an end without a `finish_reason`, or by an answer in one piece.
 */
import { parseJson } from '../http/read-body.ts';
import { asRecord, type Fetch } from '../metastudio/cloud-call.ts';

/** How much is read of an answer that is not streamed, such as an error page. */
const MAX_WHOLE_LENGTH = 512 * 1024;

/**
 * HTTPS_PROXY applies to https only: a model on plain http is in the same network.
 * @param outbound a `fetch` that uses the proxy, if there is one
 */
export const modelFetch =
  (baseUrl: string, outbound: Fetch): Fetch =>
  async (input, init) => {
    const response = await (/^https:/i.test(baseUrl) ? outbound : fetch)(input, init);
    if (!response.ok || !response.body) return response;
    const events = response.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(reducedEvents())
      .pipeThrough(new TextEncoderStream());
    return new Response(events, { headers: { 'content-type': 'text/event-stream' } });
  };

function reducedEvents(): TransformStream<string, string> {
  let held = '';
  let whole = '';
  let isStreamed = false;
  let hasEnded = false;
  const eventsIn = (line: string): string => {
    const data = /^data:\s*(\S.*)$/.exec(line)?.[1];
    if (data === undefined) {
      if (!isStreamed && whole.length < MAX_WHOLE_LENGTH) whole += line;
      return '';
    }
    isStreamed = true;
    if (data.trim() !== '[DONE]') return eventOf(data);
    return hasEnded ? '' : END;
  };
  const eventOf = (json: string): string => {
    const event = reduced(json);
    if (!event) return '';
    if (event === 'unreadable') return asEvent(json);
    hasEnded ||= 'choices' in event && event.choices[0].finish_reason !== null;
    return asEvent(JSON.stringify(event));
  };
  return new TransformStream({
    transform(text, controller) {
      const lines = (held + text).split(/\r\n|\r|\n/);
      held = lines.pop() ?? '';
      const events = lines.map(eventsIn).join('');
      if (events !== '') controller.enqueue(events);
    },
    flush(controller) {
      const last = eventsIn(held);
      const events = isStreamed || whole.trim() === '' ? last : eventOf(whole) + (hasEnded ? '' : END);
      if (events !== '') controller.enqueue(events);
    },
  });
}

const asEvent = (json: string) => `data: ${json}\n\n`;

type Reduced =
  | { choices: [{ delta: Record<string, unknown>; finish_reason: string | null }] }
  | { error: { message: string; code: string | null } };

const END = asEvent(JSON.stringify({ choices: [{ delta: {}, finish_reason: 'stop' }] } satisfies Reduced));

/** Null for an event without text and without an end. */
function reduced(json: string): Reduced | 'unreadable' | null {
  const event = parseJson(json);
  if (event === undefined) return 'unreadable';
  const { choices, error, object } = asRecord(event);
  if (error || object === 'error') return { error: { message: 'an error event', code: codeIn(error ?? event) } };
  const choice = asRecord(Array.isArray(choices) ? choices[0] : undefined);
  const { content, refusal } = asRecord(choice.delta ?? choice.message);
  // Some servers send an empty one with each event.
  const end = typeof choice.finish_reason === 'string' ? choice.finish_reason || null : null;
  if (!content && !refusal && end === null) return null;
  return { choices: [{ delta: { content, refusal }, finish_reason: end }] };
}

/** The code, such as `rate_limit_exceeded` or 429. The message may quote the question or the key. */
function codeIn(error: unknown): string | null {
  const { code, type } = asRecord(error);
  const found = [code, type].find((value) => /^[\w.-]{1,64}$/.test(String(value ?? '')));
  return found === undefined ? null : String(found);
}

/**
 * Another mind: any server that speaks OpenAI's chat completions. Streamed, with the turns before, and with a spoken
 * apology when it fails, since somebody is waiting for words. It knows no sockets and no voices.
 */
import OpenAI from 'openai';
import type { Mind } from '../chat/mind';

export interface LanguageModelSettings {
  /** Such as `http://127.0.0.1:11434/v1`. */
  baseUrl: string;
  /** Some local servers want none. */
  apiKey: string;
  model: string;
  /** For the whole answer, in milliseconds. */
  timeoutMs?: number;
}

/** People wait for an answer, not for a model. */
const TIMEOUT_MS = 30_000;

const instructions = {
  en_US:
    'You are a friendly digital human in a video call. Answer in one to three short spoken sentences, in the language of the question. No lists, no markup.',
  zh_CN: '你是视频通话中一位友好的数字人。用提问所用的语言回答，一到三句口语化的短句，不要列表，不要标记。',
} as const;

const apology = {
  en_US: 'I am sorry, I cannot think right now. Please ask me again in a moment.',
  zh_CN: '抱歉，我现在没法思考，请稍后再问我一次。',
} as const;

export function languageModel({ baseUrl, apiKey, model, timeoutMs = TIMEOUT_MS }: LanguageModelSettings): Mind {
  // The SDK's own retries would double the wait without a word.
  const client = new OpenAI({ baseURL: baseUrl, apiKey, maxRetries: 0, timeout: timeoutMs, logLevel: 'off' });

  return async function* (question, { language, history, signal }) {
    // The client's own limit ends with the headers; a stream can also stop half-way.
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    let said = false;
    try {
      const messages = [
        { role: 'system' as const, content: instructions[language] },
        ...history.flatMap((turn) => [
          { role: 'user' as const, content: turn.question },
          { role: 'assistant' as const, content: turn.answer },
        ]),
        { role: 'user' as const, content: question },
      ];
      const stream = await client.chat.completions.create({ model, messages, stream: true }, { signal: limit });
      for await (const chunk of stream) {
        const piece = chunk.choices[0]?.delta.content;
        if (!piece) continue;
        said = true;
        yield piece;
      }
      if (limit.aborted || !said) throw new Error(limit.aborted ? 'the time ran out' : 'the answer was empty');
    } catch (error) {
      if (signal.aborted) return; // interrupted: nobody listens any more
      console.error(`emulator: the language model failed: ${reasonOf(error)}`);
      yield said ? ` … ${apology[language]}` : apology[language];
    }
  };
}

/** Without the request, which holds the key. */
function reasonOf(error: unknown): string {
  if (error instanceof OpenAI.APIError && error.status) return `HTTP ${error.status}`;
  return error instanceof Error ? error.name + (error.message ? `: ${error.message}` : '') : 'unknown';
}

/** Undefined when none of the three settings is there. @throws when only some are */
export function languageModelFromEnvironment(env: Record<string, string | undefined>): Mind | undefined {
  const { EMULATOR_LLM_BASE_URL: baseUrl, EMULATOR_LLM_API_KEY: apiKey, EMULATOR_LLM_MODEL: model } = env;
  if (!baseUrl && !apiKey && !model) return undefined;
  if (!baseUrl || !apiKey || !model) {
    throw new Error('For a language model set EMULATOR_LLM_BASE_URL, EMULATOR_LLM_API_KEY and EMULATOR_LLM_MODEL.');
  }
  if (!URL.canParse(baseUrl)) throw new Error(`EMULATOR_LLM_BASE_URL is "${baseUrl}": it must be a URL.`);
  return languageModel({ baseUrl, apiKey, model });
}

/**
 * Lets an OpenAI-compatible server speak a sentence: `POST {base}/audio/speech`, one request per sentence, never
 * repeated. It requests WAV, which needs no decoder. It does not read the body of a failure: servers repeat the key in
 * it.
 */
import type { PresenterName } from '../sdk/presenter-of';
import { type Sound, secondsOf } from './speech';
import type { SpeechServerSettings } from './speech-server-settings';
import { isWav, readWav } from './wav';

/** Names the setting to check and the remedy. It holds neither the key nor the text to speak. */
export class SpeechServerFailure extends Error {
  override name = 'SpeechServerFailure';
  readonly setting: string;
  /** The next sentence would only wait again, or exceed the limit again. */
  readonly needsRest: boolean;

  constructor(setting: string, message: string, { needsRest = false } = {}) {
    super(message);
    this.setting = setting;
    this.needsRest = needsRest;
  }
}

/** For the whole response. The page waits a little longer, so that Flite can still speak instead. */
const DEADLINE_MS = 8_000;
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_SECONDS = 90;
/** OpenAI's format of `pcm`, unless the content type says otherwise. */
const PCM_SAMPLE_RATE = 24_000;

export class SpeechServer {
  readonly #settings: SpeechServerSettings;
  readonly #deadlineMs: number;

  constructor(settings: SpeechServerSettings, deadlineMs = DEADLINE_MS) {
    this.#settings = settings;
    this.#deadlineMs = deadlineMs;
  }

  /** @throws SpeechServerFailure, or the signal's reason after an abort */
  async speak(text: string, presenter: PresenterName, signal: AbortSignal): Promise<Sound> {
    const deadline = AbortSignal.timeout(this.#deadlineMs);
    try {
      const response = await this.#ask(text, presenter, AbortSignal.any([signal, deadline]));
      if (!response.ok) {
        await response.body?.cancel();
        throw refusal(response.status);
      }
      return soundOf(await readLimited(response), response.headers.get('content-type') ?? '');
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof SpeechServerFailure) throw error;
      if (deadline.aborted)
        throw new SpeechServerFailure(
          'EMULATOR_TTS_BASE_URL',
          `the speech server gave no whole answer within ${this.#deadlineMs / 1000} s: use a faster model or server`,
          { needsRest: true },
        );
      throw new SpeechServerFailure(
        'EMULATOR_TTS_BASE_URL',
        `the speech server cannot be reached (${causeOf(error)}): start it, or correct the address`,
      );
    }
  }

  #ask(text: string, presenter: PresenterName, signal: AbortSignal): Promise<Response> {
    const { baseUrl, apiKey, model, voiceOf } = this.#settings;
    return fetch(`${baseUrl}/audio/speech`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(apiKey && { Authorization: `Bearer ${apiKey}` }) },
      body: JSON.stringify({ model, input: text, voice: voiceOf(presenter), response_format: 'wav' }),
      // Without redirects: only this address may receive the key.
      redirect: 'error',
      signal,
    });
  }
}

function refusal(status: number): SpeechServerFailure {
  const failure = (setting: string, message: string, { needsRest = false } = {}) =>
    new SpeechServerFailure(setting, `the speech server answered ${status}: ${message}`, { needsRest });
  if (status === 401 || status === 403) return failure('EMULATOR_TTS_API_KEY', 'set a key that it accepts');
  if (status === 404 || status === 405)
    return failure(
      'EMULATOR_TTS_BASE_URL',
      'it must be the part before /audio/speech, often ending in /v1; or the server lacks the model of EMULATOR_TTS_MODEL',
    );
  if (status === 429)
    return failure('EMULATOR_TTS_API_KEY', 'too many requests, or no credit left on its account', {
      needsRest: true,
    });
  if (status >= 500) return failure('EMULATOR_TTS_BASE_URL', 'look into its own log');
  return failure('EMULATOR_TTS_MODEL', 'it must know this model, and the voice of EMULATOR_TTS_VOICE');
}

/** Codes only: a message may hold an address or a header. */
function causeOf(error: unknown): string {
  const { cause } = error instanceof Error ? error : {};
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  return /^[A-Z][A-Z0-9_]{2,40}$/.test(code) ? code : 'no connection, or a redirect';
}

async function readLimited(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    // Leaving the loop cancels the response.
    if (length > MAX_BYTES)
      throw new SpeechServerFailure(
        'EMULATOR_TTS_MODEL',
        `the speech server sent more than ${MAX_BYTES / 1024 ** 2} MiB for one sentence: use a model that keeps to the text`,
      );
  }
  return Buffer.concat(chunks);
}

function soundOf(bytes: Uint8Array, contentType: string): Sound {
  const useWav = 'use a model and server that know the response format wav';
  const type = /^[\w.+-]+\/[\w.+-]+/.exec(contentType)?.[0].slice(0, 40) ?? 'no content type';
  if (bytes.length === 0)
    throw new SpeechServerFailure('EMULATOR_TTS_VOICE', 'the speech server sent no sound: it must know this voice');
  const sound = isWav(bytes) ? wavOf(bytes, useWav) : pcmOf(bytes, contentType);
  if (!sound)
    throw new SpeechServerFailure('EMULATOR_TTS_MODEL', `the speech server sent ${type} in place of a WAV: ${useWav}`);
  if (secondsOf(sound) > MAX_SECONDS)
    throw new SpeechServerFailure(
      'EMULATOR_TTS_MODEL',
      `the speech server speaks one sentence for ${Math.round(secondsOf(sound))} s: use a model that keeps to the text`,
    );
  return sound;
}

function wavOf(bytes: Uint8Array, advice: string): Sound {
  try {
    return readWav(bytes);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'the WAV is broken';
    throw new SpeechServerFailure(
      'EMULATOR_TTS_MODEL',
      `the speech server sent a WAV that cannot be read, ${why}: ${advice}`,
    );
  }
}

/** Raw samples, 16 bits, from servers that support only `pcm`. */
function pcmOf(bytes: Uint8Array, contentType: string): Sound | undefined {
  if (!/^audio\/(pcm|x-pcm|raw)\b/i.test(contentType)) return undefined;
  const sampleRate = Number(/rate=(\d{4,6})/i.exec(contentType)?.[1] ?? PCM_SAMPLE_RATE);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = Float32Array.from(
    { length: bytes.length >> 1 },
    (_, index) => view.getInt16(index * 2, true) / 2 ** 15,
  );
  return { samples, sampleRate };
}

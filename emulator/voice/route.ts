/**
 * The emulator's voice over HTTP, mounted at /sdk-voice: a sentence in, sound and phoneme times out. The real cloud
 * sends sound on its media line instead; only the stand-in SDK calls this. Who may call at all (Host, Origin) is the
 * emulator's guard.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import { presenterVoice, presenterVoiceNames } from './presenter-voices';
import { Synthesiser, SynthesisQueueFull } from './synthesiser';

/** One sentence: the stand-in SDK cuts answers into sentences so that the first sound comes soon. */
export const MAX_TEXT_LENGTH = 500;
const MAX_BODY_BYTES = 8 * 1024;
const DEFAULT_VOICE = 'ada';

const requestSchema = z.object({ text: z.string(), voice: z.string().optional() });

/** A control character would end Flite's argument early or mean nothing to it. */
const withoutControlCharacters = (text: string) => text.replace(/\p{Cc}+/gu, ' ').trim();

export function createVoiceRoute(synthesiser: Synthesiser): Hono {
  const route = new Hono();

  route.get('/', (c) => {
    synthesiser.warmUp();
    return c.json({ voices: presenterVoiceNames, maxTextLength: MAX_TEXT_LENGTH });
  });

  route.post('/', async (c) => {
    const refuse = (status: 400 | 413 | 422 | 429 | 502, code: string, message: string) => {
      if (status === 429) c.header('Retry-After', '1');
      return c.json({ code, message }, status);
    };
    if (Buffer.byteLength(await c.req.text()) > MAX_BODY_BYTES)
      return refuse(413, 'text_too_long', `The body has more than ${MAX_BODY_BYTES} bytes.`);
    const request = requestSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!request.success) return refuse(400, 'malformed', 'The body must be {"text": string, "voice"?: string}.');
    const text = withoutControlCharacters(request.data.text);
    if (text.length > MAX_TEXT_LENGTH) {
      return refuse(
        413,
        'text_too_long',
        `A sentence has at most ${MAX_TEXT_LENGTH} characters, this one has ${text.length}.`,
      );
    }
    if (!/[a-z0-9]/i.test(text))
      return refuse(422, 'unspeakable', 'Flite speaks English: the text holds no Latin letter or digit.');
    const voice = presenterVoice(request.data.voice ?? DEFAULT_VOICE);
    if (!voice) return refuse(400, 'unknown_voice', `The voices are ${presenterVoiceNames.join(', ')}.`);
    try {
      const { wav, sampleRate, phonemes } = await synthesiser.speak(text, voice);
      return c.json({ audio: Buffer.from(wav).toString('base64'), sampleRate, phonemes });
    } catch (error) {
      if (error instanceof SynthesisQueueFull)
        return refuse(429, 'voice_busy', 'Too many sentences wait to be spoken.');
      return refuse(502, 'voice_failed', error instanceof Error ? error.message : String(error));
    }
  });

  return route;
}

export const voice = createVoiceRoute(new Synthesiser());

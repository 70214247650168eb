/**
 * The emulator's voice over HTTP, mounted at /sdk-voice: it takes a sentence and returns sound and phoneme times. Only
 * the stand-in SDK calls it; the real cloud sends sound over its media connection. The emulator's guard checks Host and
 * Origin.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import { presenterNames } from '../sdk/presenter-of';
import { SpeechServer } from './speech-server';
import type { SpeechServerSettings } from './speech-server-settings';
import { SpeechSource, Unspeakable } from './speech-source';
import { Synthesiser, SynthesisQueueFull } from './synthesiser';
import { toWav } from './wav';

/** One sentence: the stand-in SDK splits answers into sentences, so that the sound starts soon. */
export const MAX_TEXT_LENGTH = 500;
const MAX_BODY_BYTES = 8 * 1024;

const requestSchema = z.object({ text: z.string(), voice: z.enum(presenterNames) });

/** A control character would end Flite's argument early. */
const withoutControlCharacters = (text: string) => text.replace(/\p{Cc}+/gu, ' ').trim();

export function createVoiceRoute(source: SpeechSource): Hono {
  const route = new Hono();

  route.get('/', (c) => {
    source.warmUp();
    return c.json({ voices: presenterNames });
  });

  route.post('/', async (c) => {
    const refuse = (status: 400 | 413 | 429 | 502, code: string, message: string) => {
      if (status === 429) c.header('Retry-After', '1');
      return c.json({ code, message }, status);
    };
    if (Buffer.byteLength(await c.req.text()) > MAX_BODY_BYTES)
      return refuse(413, 'text_too_long', `The body has more than ${MAX_BODY_BYTES} bytes.`);
    const request = requestSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!request.success)
      return refuse(
        400,
        'malformed',
        `The body must be {"text": string, "voice": one of ${presenterNames.join(', ')}}.`,
      );
    const text = withoutControlCharacters(request.data.text);
    if (text.length > MAX_TEXT_LENGTH) {
      return refuse(
        413,
        'text_too_long',
        `A sentence has at most ${MAX_TEXT_LENGTH} characters, this one has ${text.length}.`,
      );
    }
    if (!/[\p{L}\d]/u.test(text)) return c.body(null, 204);
    try {
      // The page closes its request when it no longer needs the sentence.
      const speech = await source.speak(text, request.data.voice, c.req.raw.signal);
      const { sampleRate, phonemes } = speech;
      return c.json({ audio: Buffer.from(toWav(speech)).toString('base64'), sampleRate, phonemes });
    } catch (error) {
      // Not an error status: a browser would print it to the console.
      if (error instanceof Unspeakable) return c.body(null, 204);
      if (error instanceof SynthesisQueueFull)
        return refuse(429, 'voice_busy', 'Too many sentences wait to be spoken.');
      return refuse(502, 'voice_failed', error instanceof Error ? error.message : String(error));
    }
  });

  return route;
}

/** One thread speaks for all emulators of a process. */
const synthesiser = new Synthesiser();

export function voiceRoute(speechServer: SpeechServerSettings | undefined): Hono {
  const server = speechServer && new SpeechServer(speechServer);
  return createVoiceRoute(new SpeechSource({ synthesiser, server }));
}

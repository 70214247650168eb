// Requests the sound of one sentence from the emulator and decodes it. It implements the route's format.

import type { Phoneme } from '../presenter';
import type { PresenterName } from '../presenter-of';

export interface FetchedSpeech {
  buffer: AudioBuffer;
  phonemes: readonly Phoneme[];
}

interface SpeechRequest {
  origin: string;
  name: PresenterName;
  text: string;
  context: BaseAudioContext;
  signal: AbortSignal;
}

/** The emulator waits 8 s for a speech server, then speaks by itself. */
const TIMEOUT_MS = 12_000;
/** Another tab may have filled the short queue, so a second try soon succeeds. */
const BUSY_RETRY_MS = 600;
const NO_VOICE = 204;

/** Returns undefined when the emulator has no voice for the language of the text. */
export async function fetchSpeech(request: SpeechRequest): Promise<FetchedSpeech | undefined> {
  let response = await ask(request);
  if (response.status === 429) {
    await new Promise((resolve) => setTimeout(resolve, BUSY_RETRY_MS));
    request.signal.throwIfAborted();
    response = await ask(request);
  }
  if (response.status === NO_VOICE) return undefined;
  if (!response.ok) throw new Error(`the emulator's voice answered ${response.status}`);
  const speech = (await response.json()) as { audio: string; phonemes: Phoneme[] };
  const wav = Uint8Array.from(atob(speech.audio), (character) => character.charCodeAt(0));
  return { buffer: await request.context.decodeAudioData(wav.buffer), phonemes: speech.phonemes };
}

function ask({ origin, name, text, signal }: SpeechRequest): Promise<Response> {
  return fetch(`${origin}/sdk-voice`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ text, voice: name }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
}

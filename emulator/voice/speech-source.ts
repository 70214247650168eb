/** Speaks a sentence with the speech server if one is set and works, otherwise with Flite. */
import type { PresenterName } from '../sdk/presenter-of';
import { lipsFromSound } from './lips-from-sound';
import { mandarinPhones } from './mandarin-phones';
import { polished, withClausePauses } from './polish';
import { presenterVoices } from './presenter-voices';
import type { Speech } from './speech';
import { type SpeechServer, SpeechServerFailure } from './speech-server';
import type { Synthesiser } from './synthesiser';

/** Neither speaks the language of the text. */
export class Unspeakable extends Error {
  override name = 'Unspeakable';
}

/** How long it sends nothing to the speech server after a failure that costs time or money. */
const REST_MS = 30_000;
const MEANWHILE = 'Until then Flite speaks English, and a voice of the browser the rest.';

export interface SpeechSourceParts {
  synthesiser: Pick<Synthesiser, 'speak' | 'warmUp'>;
  server?: SpeechServer | undefined;
  now?: () => number;
  log?: (line: string) => void;
}

export class SpeechSource {
  readonly #synthesiser: SpeechSourceParts['synthesiser'];
  readonly #server: SpeechServer | undefined;
  readonly #now: () => number;
  readonly #log: (line: string) => void;
  #restsUntil = 0;
  /** Logged once, until it changes or the server speaks again. */
  #loggedFailure = '';

  constructor({ synthesiser, server, now = () => performance.now(), log = console.error }: SpeechSourceParts) {
    this.#synthesiser = synthesiser;
    this.#server = server;
    this.#now = now;
    this.#log = log;
  }

  warmUp(): void {
    this.#synthesiser.warmUp();
  }

  /** @throws Unspeakable, SynthesisQueueFull, Flite's error, or the signal's reason */
  async speak(text: string, presenter: PresenterName, signal: AbortSignal): Promise<Speech> {
    // Flite speaks at the same time: it supplies the script of the lips, and its sound is ready when the server fails.
    const flite = this.#speakWithFlite(text, presenter);
    flite.catch(() => undefined);
    return (await this.#speakWithServer(text, presenter, flite, signal)) ?? (await flite);
  }

  async #speakWithFlite(text: string, presenter: PresenterName): Promise<Speech> {
    const words = wordsForFlite(text);
    if (!words) throw new Unspeakable('Flite speaks English, and the text is not.');
    const speech = withClausePauses(await this.#synthesiser.speak(words, presenterVoices[presenter]));
    return polished(speech, text) ?? speech;
  }

  /** The silent script of the lips. Undefined for a language that Flite has no phones for. */
  async #scriptFor(text: string, presenter: PresenterName, flite: Promise<Speech>): Promise<Speech | undefined> {
    try {
      return await flite;
    } catch (error) {
      const phones = mandarinPhones(text);
      if (!(error instanceof Unspeakable) || !phones) return undefined;
      return this.#synthesiser.speak({ phones }, presenterVoices[presenter]).catch(() => undefined);
    }
  }

  async #speakWithServer(
    text: string,
    presenter: PresenterName,
    flite: Promise<Speech>,
    signal: AbortSignal,
  ): Promise<Speech | undefined> {
    if (!this.#server || this.#now() < this.#restsUntil) return undefined;
    try {
      const scripted = this.#scriptFor(text, presenter, flite);
      const sound = await this.#server.speak(text, presenter, signal);
      const speech = polished({ ...sound, phonemes: [] }, text);
      if (!speech)
        throw new SpeechServerFailure('EMULATOR_TTS_VOICE', 'the speech server sent silence: it must know this voice');
      const phonemes = await lipsFromSound(speech, await scripted);
      if (this.#loggedFailure) this.#log('emulator: the speech server speaks again.');
      this.#loggedFailure = '';
      return { ...speech, phonemes };
    } catch (error) {
      if (!(error instanceof SpeechServerFailure)) throw error;
      if (error.needsRest) this.#restsUntil = this.#now() + REST_MS;
      const line = `emulator: ${error.setting}: ${error.message}. ${MEANWHILE}`;
      if (line !== this.#loggedFailure) this.#log(line);
      this.#loggedFailure = line;
      return undefined;
    }
  }
}

/**
 * Returns what CMU Flite, which supports only English, can speak of a sentence: it omits a foreign name, and does not
 * speak a foreign sentence. It reads other Latin scripts with an English accent.
 */
function wordsForFlite(text: string): string | undefined {
  const foreign = /[^\P{L}\p{Script=Latin}]+/gu;
  const foreignLetters = (text.match(foreign) ?? []).join('').length;
  const latinLetters = (text.match(/[\p{Script=Latin}\d]/gu) ?? []).length;
  return latinLetters > foreignLetters ? text.replace(foreign, ' ') : undefined;
}

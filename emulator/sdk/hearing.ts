// Speech recognition. The vendor runs it on its servers; the stand-in uses the browser's own, while the microphone is
// published and not muted in an awake spoken chat. It ignores speech while the digital human speaks, unless barge-in is
// on.

import { randomId } from './random-id';
import type { Dispatch, Language } from './sdk-events';
import { SpeechRecognizer } from './speech-recognizer';

const recognitionLanguages: Record<Language, string> = { en_US: 'en-US', zh_CN: 'zh-CN' };

export interface HearingContext {
  dispatch: Dispatch;
  language(): Language;
  isSpeaking(): boolean;
  mayInterrupt(): boolean;
  interrupt(): void;
  /** Called with a complete sentence. Its answer has the same chat ID. */
  ask(text: string, chatId: string): void;
  /** Called when the browser's recognition stopped working. */
  onUnavailable(): void;
}

export class Hearing {
  /** The current sentence and its text so far. */
  #sentence: { resultId: string; chatId: string; text: string } | null = null;
  readonly #recognizer: SpeechRecognizer;
  #opening: Promise<boolean> | null = null;
  #open = false;

  readonly #context: HearingContext;

  constructor(
    context: HearingContext,
    createRecognizer: (events: ConstructorParameters<typeof SpeechRecognizer>[0]) => SpeechRecognizer = (events) =>
      new SpeechRecognizer(events),
  ) {
    this.#context = context;

    this.#recognizer = createRecognizer({
      onHeard: (text, isLast) => this.#hear(text, isLast),
      onUnavailable: () => {
        this.stop();
        this.#context.onUnavailable();
      },
    });
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Resolves with whether the browser can recognise speech. */
  async start(): Promise<boolean> {
    if (this.#open) return true;
    // Two calls share one start: a second recognition would end the first.
    this.#opening ??= this.#recognizer.open(recognitionLanguages[this.#context.language()]);
    const opening = this.#opening;
    const isOpen = await opening;
    if (this.#opening !== opening) return this.#open; // stopped meanwhile
    this.#opening = null;
    this.#open = isOpen;
    return isOpen;
  }

  /** The user's turn is over: the partial text becomes the sentence. */
  finish(): void {
    if (this.#sentence) this.#hear(this.#sentence.text, true);
    this.stop();
  }

  stop(): void {
    this.#open = false;
    this.#opening = null;
    this.#recognizer.close();
    this.#sentence = null;
  }

  #hear(text: string, isLast: boolean): void {
    if (this.#context.isSpeaking()) {
      if (!this.#context.mayInterrupt()) return;
      this.#context.interrupt();
    }
    this.#sentence ??= { resultId: randomId(), chatId: randomId(), text };
    this.#sentence.text = text;
    const { resultId, chatId } = this.#sentence;
    this.#context.dispatch('speechRecognized', { text, isLast, resultId, chatId });
    if (!isLast) return;
    this.#sentence = null;
    this.#context.ask(text, chatId);
  }
}

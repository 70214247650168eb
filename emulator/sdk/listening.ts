// The user's turn to speak: the published microphone and the ears behind it. What was heard goes to the chat. Ears are
// deaf while the digital human speaks, unless barge-in is on: then hearing something interrupts.
import { Ears } from './ears';
import { type OwnErrorCode, refusal, success, type UiSdkResult } from './ics-error';
import { openMicrophone, releaseMicrophone } from './permissions';
import type { Dispatch, Language } from './sdk-events';

const recognitionLanguages: Record<Language, string> = { en_US: 'en-US', zh_CN: 'zh-CN' };

export interface ListeningContext {
  dispatch: Dispatch;
  language(): Language;
  microphoneId(): string | undefined;
  isSpeaking(): boolean;
  mayInterrupt(): boolean;
  interrupt(): void;
  /** A whole sentence was heard. Its answer comes under the same chat ID. */
  ask(text: string, chatId: string): void;
  onTrouble(code: OwnErrorCode): void;
}

export class Listening {
  #microphone: MediaStream | null = null;
  /** The one being heard, and what of it so far. */
  #sentence: { resultId: string; chatId: string; text: string } | null = null;
  readonly #ears: Ears;
  #open = false;

  constructor(
    private readonly context: ListeningContext,
    ears: (watcher: ConstructorParameters<typeof Ears>[0]) => Ears = (watcher) => new Ears(watcher),
  ) {
    this.#ears = ears({
      onHeard: (text, isLast) => this.#hear(text, isLast),
      onUnavailable: () => {
        this.stop();
        this.context.onTrouble('MSS.47015028');
      },
    });
  }

  get isOpen(): boolean {
    return this.#open;
  }

  async start(): Promise<UiSdkResult> {
    if (this.#open) return success();
    const microphone = await openMicrophone(this.context.microphoneId());
    if (typeof microphone === 'string') return refusal(microphone);
    this.#microphone = microphone;
    if (!(await this.#ears.open(recognitionLanguages[this.context.language()]))) {
      this.stop();
      return refusal('MSS.47015028');
    }
    this.#open = true;
    return success();
  }

  /** The user's turn is over: what was heard so far is the sentence. */
  finish(): void {
    if (this.#sentence) this.#hear(this.#sentence.text, true);
    this.stop();
  }

  stop(): void {
    this.#open = false;
    this.#ears.close();
    if (this.#microphone) releaseMicrophone(this.#microphone);
    this.#microphone = null;
    this.#sentence = null;
  }

  #hear(text: string, isLast: boolean): void {
    if (this.context.isSpeaking()) {
      if (!this.context.mayInterrupt()) return;
      this.context.interrupt();
    }
    this.#sentence ??= { resultId: crypto.randomUUID(), chatId: crypto.randomUUID(), text };
    this.#sentence.text = text;
    const { resultId, chatId } = this.#sentence;
    this.context.dispatch('speechRecognized', { text, isLast, resultId, chatId });
    if (!isLast) return;
    this.#sentence = null;
    this.context.ask(text, chatId);
  }
}

// The digital human's turn: what the cloud pushes while an answer comes becomes events, and what is said becomes speech.
// It knows no requests: who asked, and how, is the chat's business.
import type { Frame } from './chat-socket';
import type { Line } from './line';
import type { Dispatch } from './sdk-events';

export class Answering {
  /** The chat ID of the answer that is coming or being spoken. */
  #chatId: string | null = null;

  constructor(
    private readonly line: () => Line | null,
    private readonly dispatch: Dispatch,
    private readonly restingMood: () => 'idle' | 'listening',
  ) {}

  get isSpeaking(): boolean {
    return this.#chatId !== null;
  }

  start(chatId: string): void {
    this.#chatId = chatId;
    this.dispatch('speakingStart', { chatId });
  }

  /** A piece of the answer to a question, shown and spoken. */
  recognize(frame: Frame): void {
    const text = String(frame.text ?? '');
    if (text) this.say(text);
    this.dispatch('semanticRecognized', {
      text,
      questionText: String(frame.question_text ?? ''),
      isLast: frame.is_last === true,
      isReplace: frame.is_replace === true,
      resultId: String(frame.result_id ?? ''),
      chatId: String(frame.chat_id ?? ''),
      extendParam: String(frame.extend_param ?? ''),
    });
  }

  say(text: string): void {
    this.line()?.speaker.add(text);
  }

  /** The text is through; the turn is over when it has been spoken as well. */
  async finish(chatId: string): Promise<void> {
    if (this.#chatId !== chatId) return;
    try {
      await this.line()?.speaker.finish();
    } finally {
      this.#end(chatId);
    }
  }

  interrupt(): void {
    this.line()?.speaker.stop();
    if (this.#chatId) this.#end(this.#chatId);
  }

  #end(chatId: string): void {
    if (this.#chatId !== chatId) return;
    this.#chatId = null;
    this.line()?.setMood(this.restingMood());
    this.dispatch('speakingStop', { chatId });
  }
}

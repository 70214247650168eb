/**
 * What the digital human thinks about or says now: at most one utterance, which can be interrupted. It produces frames;
 * the conversation decides whether a question is allowed.
 */
import type { Clock } from '../clock';
import { VendorError } from '../errors';
import type { Frame } from '../job';
import { randomValue } from '../random-value';
import type { Piece } from './answer-source';
import { streamAnswer } from './answer-stream';

/** Guess: the time that the cloud takes from an interruption to accepting the next question. */
const INTERRUPTION_MS = 300;

interface Answer {
  chatId: string;
  sessionId: string;
  questionText: string;
  think(signal: AbortSignal): AsyncIterable<string | null | Piece>;
  /** Called with the full text, unless the utterance was interrupted. */
  onSaid(text: string): void;
}

export class Utterance {
  #current: { chatId: string; sessionId: string; abort: AbortController } | undefined;
  /** The chat ID of the next turn. */
  #nextChatId = randomValue(32);

  readonly send: (frame: Frame) => void;
  readonly clock: Clock;

  constructor(send: (frame: Frame) => void, clock: Clock) {
    this.send = send;
    this.clock = clock;
  }

  /** Also while it still thinks. */
  get isUnderWay(): boolean {
    return this.#current !== undefined;
  }

  get chatId(): string {
    return this.#current?.chatId ?? '';
  }

  /** The chat ID of the next question, as `accept_new_question` announced it. */
  takeChatId(): string {
    const chatId = this.#nextChatId;
    this.#nextChatId = randomValue(32);
    return chatId;
  }

  answer({ chatId, sessionId, questionText, think, onSaid }: Answer): void {
    const abort = new AbortController();
    const { signal } = abort;
    this.#current = { chatId, sessionId, abort };
    streamAnswer({ chatId, sessionId, questionText, pieces: think(signal), signal }, this.send, this.clock)
      .then(onSaid)
      .catch((error: unknown) => {
        if (signal.aborted) return;
        if (!(error instanceof VendorError)) console.error('emulator: the answer failed:', error);
        this.send({
          action: 'error',
          ...(error instanceof VendorError ? error : new VendorError('47050004')).toJSON(),
          error_level: 'MAJOR', // a guess: with it the SDK covers the picture
          chat_id: chatId,
        });
      })
      .finally(() => {
        if (!signal.aborted) this.#end();
      });
  }

  /** The page speaks the text it wrote itself. The cloud only keeps the turn, from the first piece to the last. */
  drive(chatId: string, sessionId: string, isLast: boolean): void {
    if (!this.#current) {
      this.#current = { chatId, sessionId, abort: new AbortController() };
      this.send({ action: 'start_speaking', chat_id: chatId, session_id: sessionId });
    }
    if (isLast) this.#end();
  }

  /** Stops the utterance at once. The conversation accepts the next question a moment later. */
  async interrupt(): Promise<void> {
    const interrupted = this.#current;
    if (!interrupted || interrupted.abort.signal.aborted) return;
    interrupted.abort.abort();
    await this.clock.pause(INTERRUPTION_MS);
    if (this.#current === interrupted) this.#end();
  }

  /** Replaces the utterance by another. */
  cutShort(): void {
    this.#current?.abort.abort();
    this.#end();
  }

  /** Ends the chat and the utterance. */
  drop(): void {
    this.#current?.abort.abort();
    this.#current = undefined;
  }

  #end(): void {
    if (!this.#current) return;
    const { sessionId } = this.#current;
    this.#current = undefined;
    this.send({ action: 'accept_new_question', chat_id: this.#nextChatId, session_id: sessionId });
  }
}

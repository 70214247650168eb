/**
 * What is being said right now: at most one thing, which can be interrupted. Frames only; whether a question is allowed
 * at all is the conversation's business.
 */
import type { Clock } from '../clock';
import { VendorError } from '../errors';
import type { Frame } from '../job';
import { randomValue } from '../random-value';
import type { Piece } from './answer-source';
import { streamAnswer } from './answer-stream';

/** Guess: how long the cloud takes from an interruption to taking the next question. */
const INTERRUPTION_MS = 300;

interface Answer {
  chatId: string;
  sessionId: string;
  questionText: string;
  think(signal: AbortSignal): AsyncIterable<string | null | Piece>;
  /** Called with the whole text, when nothing cut it short. */
  onSaid(text: string): void;
}

export class Utterance {
  #current: { chatId: string; sessionId: string; abort: AbortController } | undefined;
  /** Under which the next turn will run. */
  #nextChatId = randomValue(32);

  readonly send: (frame: Frame) => void;
  readonly clock: Clock;

  constructor(send: (frame: Frame) => void, clock: Clock) {
    this.send = send;
    this.clock = clock;
  }

  get isSpeaking(): boolean {
    return this.#current !== undefined;
  }

  get chatId(): string {
    return this.#current?.chatId ?? '';
  }

  /** Of the question that is asked next, as `accept_new_question` announced it. */
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
          error_level: 'MINOR',
          chat_id: chatId,
        });
      })
      .finally(() => {
        if (!signal.aborted) this.#end();
      });
  }

  /** Text the page wrote is spoken by the page: the cloud only keeps the turn, from the first piece to the last. */
  drive(chatId: string, sessionId: string, isLast: boolean): void {
    if (!this.#current) {
      this.#current = { chatId, sessionId, abort: new AbortController() };
      this.send({ action: 'start_speaking', chat_id: chatId, session_id: sessionId });
    }
    if (isLast) this.#end();
  }

  /** What is said stops at once; the next question is taken a moment later. */
  async interrupt(): Promise<void> {
    const interrupted = this.#current;
    if (!interrupted || interrupted.abort.signal.aborted) return;
    interrupted.abort.abort();
    await this.clock.pause(INTERRUPTION_MS);
    if (this.#current === interrupted) this.#end();
  }

  /** Another thing is to be said now. */
  cutShort(): void {
    this.#current?.abort.abort();
    this.#end();
  }

  /** The chat is over: nothing is said any more. */
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

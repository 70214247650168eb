/**
 * One running digital human: its state, and the line to the page that shows it.
 * It must not know HTTP, nor what is said on the line.
 */
import type { Session } from './state';

export type FinishReason = 'NORMAL' | 'MUTE_TIMEOUT';

/** A frame of the chat WebSocket: the vendor's field names, told apart by `action`. */
export interface Frame {
  action: string;
  [field: string]: unknown;
}

/** The open WebSocket of a job. */
export interface ChatLine {
  readonly isAwake: boolean;
  send(frame: Frame): void;
  say(text: string): void;
  sleep(): void;
  close(code: number, reason: string): void;
}

export class Job {
  state: 'PROCESSING' | 'SUCCEED' | 'CANCELED' = 'PROCESSING';
  finishReason: FinishReason | undefined;
  language: 'en_US' | 'zh_CN' = 'en_US';
  hasSilenceWarning = false;
  #line: ChatLine | undefined;
  #waiting: ((line: ChatLine) => void)[] = [];

  constructor(
    readonly id: string,
    readonly session: Session,
    /** By the user's clock. */
    public lastActiveMs: number,
    /** As the page sent it: a JSON object, or nothing. */
    readonly extendParam: string | null = null,
  ) {}

  get isRunning(): boolean {
    return this.state === 'PROCESSING';
  }

  get isAwake(): boolean {
    return this.#line?.isAwake ?? false;
  }

  /** A job has one line: a newer one replaces it. */
  connect(line: ChatLine): void {
    this.#line?.close(4000, 'replaced by a newer connection');
    this.#line = line;
    for (const use of this.#waiting.splice(0)) use(line);
  }

  disconnect(line: ChatLine): void {
    if (this.#line === line) this.#line = undefined;
  }

  /** Now, or as soon as the page has connected: a page is ready before or after its WebSocket, as it happens. */
  withLine(use: (line: ChatLine) => void): void {
    if (this.#line) use(this.#line);
    else this.#waiting.push(use);
  }

  noteActivity(nowMs: number): void {
    this.lastActiveMs = nowMs;
    this.hasSilenceWarning = false;
  }

  end(reason: FinishReason): void {
    this.state = reason === 'NORMAL' ? 'SUCCEED' : 'CANCELED';
    this.finishReason = reason;
  }

  hangUp(reason: string): void {
    this.#line?.close(1000, reason);
    this.#waiting = [];
  }
}

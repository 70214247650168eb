/** One running digital human: its state, and the WebSocket to the page that shows it. */
import type { Session } from './state';

export type FinishReason = 'NORMAL' | 'MUTE_TIMEOUT';

/** A frame of the chat WebSocket: the vendor's field names, distinguished by `action`. */
export interface Frame {
  action: string;
  [field: string]: unknown;
}

/** The open WebSocket of a job. */
export interface ChatLine {
  readonly isAwake: boolean;
  send(frame: Frame): void;
  /** Pieces as they are: a text may be null. */
  say(pieces: readonly (string | null)[]): void;
  sleep(): void;
  /** Leaves so many pings unanswered. */
  missPongs(count: number): void;
  close(code: number, reason: string): void;
}

/** HEARTBEAT and DELETING neither run nor end a job for the SDK; IDLE ends it. */
export const jobStates = [
  'WAITING',
  'PROCESSING',
  'HEARTBEAT',
  'DELETING',
  'IDLE',
  'SUCCEED',
  'FAILED',
  'CANCELED',
] as const;
export type JobState = (typeof jobStates)[number];

const RUNNING: readonly JobState[] = ['WAITING', 'PROCESSING', 'HEARTBEAT'];

/** As the wire has them. */
export const wireLanguages = ['EN', 'CN'] as const;

export class Job {
  state: JobState = 'PROCESSING';
  finishReason: FinishReason | undefined;
  language: (typeof wireLanguages)[number] = 'EN';
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
    return RUNNING.includes(this.state);
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
    this.state = 'SUCCEED';
    this.finishReason = reason;
  }

  hangUp(reason: string): void {
    this.#line?.close(1000, reason);
    this.#waiting = [];
  }
}

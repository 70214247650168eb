/** One running digital human: its state, and the WebSocket to its page. */
import type { Session } from './user';

export type FinishReason = 'NORMAL' | 'MUTE_TIMEOUT';

/** A frame of the chat WebSocket: the vendor's field names, distinguished by `action`. */
export interface Frame {
  action: string;
  [field: string]: unknown;
}

/** The open WebSocket of a job. */
export interface ChatConnection {
  readonly isAwake: boolean;
  send(frame: Frame): void;
  /** Sends pieces unchanged: a text may be null. */
  say(pieces: readonly (string | null)[]): void;
  sleep(): void;
  /** Leaves this many pings unanswered. */
  missPongs(count: number): void;
  close(code: number, reason: string): void;
}

/** For the SDK, HEARTBEAT and DELETING neither run nor end a job; IDLE ends it. */
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

/** The names on the wire. */
export const wireLanguages = ['EN', 'CN'] as const;

type NewJob = Pick<Job, 'id' | 'session' | 'roomId' | 'startedMs' | 'extendParam'>;

export class Job {
  state: JobState = 'PROCESSING';
  finishReason: FinishReason | undefined;
  /** By the user's clock. */
  endedMs: number | undefined;
  language: (typeof wireLanguages)[number] = 'EN';
  hasSilenceWarning = false;
  #connection: ChatConnection | undefined;
  #waiting: ((connection: ChatConnection) => void)[] = [];

  readonly id: string;
  readonly session: Session;
  /** The room that counts this job until it ends. */
  readonly roomId: string;
  /** By the user's clock. */
  readonly startedMs: number;
  /** By the user's clock. */
  lastActiveMs: number;
  /** As the page sent it: a JSON object as text, or null. */
  readonly extendParam: string | null;

  constructor({ id, session, roomId, startedMs, extendParam }: NewJob) {
    this.id = id;
    this.session = session;
    this.roomId = roomId;
    this.startedMs = startedMs;
    this.lastActiveMs = startedMs;
    this.extendParam = extendParam;
  }

  get isRunning(): boolean {
    return RUNNING.includes(this.state);
  }

  get isAwake(): boolean {
    return this.#connection?.isAwake ?? false;
  }

  /** A job has one connection. A newer one replaces it. */
  connect(connection: ChatConnection): void {
    this.#connection?.close(4000, 'replaced by a newer connection');
    this.#connection = connection;
    for (const use of this.#waiting.splice(0)) use(connection);
  }

  disconnect(connection: ChatConnection): void {
    if (this.#connection === connection) this.#connection = undefined;
  }

  /** Runs now or when the page connects: the job may be ready before or after the WebSocket. */
  withConnection(use: (connection: ChatConnection) => void): void {
    if (this.#connection) use(this.#connection);
    else this.#waiting.push(use);
  }

  recordActivity(nowMs: number): void {
    this.lastActiveMs = nowMs;
    this.hasSilenceWarning = false;
  }

  /** Sends to the connected page, if any. */
  send(frame: Frame): void {
    this.#connection?.send(frame);
  }

  hangUp(reason: string): void {
    this.#connection?.close(1000, reason);
    this.#waiting = [];
  }
}

// The chat WebSocket: requests with their answers, pushes, a ping every 5 s of which three may go unanswered, and
// reconnection after a loss: at once, then every 60 s, 30 times (HwICSUiSdk 5.0.6). It does not interpret actions.
import type { JsonObject } from './http';
import { ownErrors } from './ics-error';
import { randomId } from './random-id';

const CONNECT_LIMIT_MS = 10_000;
const ANSWER_LIMIT_MS = 20_000;
const PING_EVERY_MS = 5_000;
const MAX_MISSED_PONGS = 3;
const RECONNECT_EVERY_MS = 60_000;
const MAX_RECONNECTS = 30;
const CLOSED_BY_DESTROY = 4001;

export type Frame = JsonObject & { action?: string };

export interface ChatSocketWatcher {
  /** Returns a new address each time, because its token opens one connection. */
  address(): Promise<string>;
  onPush(frame: Frame): void;
  /** Called when the socket is connected again after a loss. */
  onReconnected(): void;
  /** Called when connecting failed. It tries again in a minute, or on `reconnect`. */
  onUnreachable(): void;
}

interface Waiting {
  resolve(frame: Frame): void;
  timer: ReturnType<typeof setTimeout>;
}

export class ChatSocket {
  readonly #waiting = new Map<string, Waiting>();
  #socket: WebSocket | null = null;
  #connecting: Promise<void> | null = null;
  #closed = false;
  #reconnects = 0;
  #missedPongs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly #watcher: ChatSocketWatcher;

  constructor(watcher: ChatSocketWatcher) {
    this.#watcher = watcher;
  }

  connect(): Promise<void> {
    this.#connecting = this.#connect().finally(() => {
      this.#connecting = null;
    });
    return this.#connecting;
  }

  /** For the link in the toast. */
  reconnect(): void {
    if (this.#closed || this.#connecting || this.#isOpen) return;
    clearTimeout(this.#timer);
    void this.connect();
  }

  /**
   * Resolves with the answer, or with a frame that carries 999200002 or 999200003. Waits for a connection in progress.
   * Never rejects.
   */
  async request(action: string, fields: JsonObject = {}): Promise<Frame> {
    if (!this.#isOpen) await this.#connecting;
    const socket = this.#socket;
    if (!socket || !this.#isOpen) return failedFrame('999200003');
    const requestId = randomId();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#settle(requestId, failedFrame('999200002')), ANSWER_LIMIT_MS);
      this.#waiting.set(requestId, { resolve, timer });
      socket.send(JSON.stringify({ action, request_id: requestId, ...fields }));
    });
  }

  close(): void {
    this.#closed = true;
    this.#drop(CLOSED_BY_DESTROY);
  }

  get #isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  async #connect(): Promise<void> {
    try {
      const address = await this.#watcher.address();
      if (this.#closed) return;
      await this.#open(address);
      if (this.#reconnects > 0) this.#watcher.onReconnected();
    } catch {
      if (this.#closed) return;
      this.#watcher.onUnreachable();
      this.#scheduleReconnect();
    }
  }

  #open(address: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(address);
      let opened = false;
      this.#socket = socket;
      const limit = setTimeout(() => socket.close(), CONNECT_LIMIT_MS);
      socket.onopen = () => {
        opened = true;
        clearTimeout(limit);
        this.#missedPongs = 0;
        this.#schedulePing(socket);
        resolve();
      };
      socket.onmessage = ({ data }) => this.#receive(socket, parseFrame(data));
      socket.onclose = () => {
        clearTimeout(limit);
        if (!opened) reject(new Error(ownErrors['999200001']));
        else if (this.#socket === socket) this.#lost();
      };
    });
  }

  #receive(socket: WebSocket, frame: Frame | null): void {
    if (!frame || this.#socket !== socket) return;
    if (frame.action === 'pong') {
      this.#reconnects = 0;
      this.#missedPongs = 0;
    } else if (typeof frame.request_id === 'string' && this.#waiting.has(frame.request_id)) {
      this.#settle(frame.request_id, frame);
    } else {
      this.#watcher.onPush(frame);
    }
  }

  #schedulePing(socket: WebSocket): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#missedPongs > MAX_MISSED_PONGS) return this.#lost();
      socket.send(JSON.stringify({ action: 'ping' }));
      this.#missedPongs += 1;
      this.#schedulePing(socket);
    }, PING_EVERY_MS);
  }

  #lost(): void {
    this.#drop();
    if (!this.#closed) this.#scheduleReconnect();
  }

  /** Sends the first ping at once. A connection counts as good at its first pong, not at its opening. */
  #scheduleReconnect(): void {
    this.#reconnects += 1;
    if (this.#reconnects > MAX_RECONNECTS) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.connect(), this.#reconnects === 1 ? 0 : RECONNECT_EVERY_MS);
  }

  #drop(code?: number): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(code);
    for (const requestId of [...this.#waiting.keys()]) this.#settle(requestId, failedFrame('999200003'));
  }

  #settle(requestId: string, frame: Frame): void {
    const waiting = this.#waiting.get(requestId);
    if (!waiting) return;
    this.#waiting.delete(requestId);
    clearTimeout(waiting.timer);
    waiting.resolve(frame);
  }
}

const failedFrame = (code: '999200002' | '999200003'): Frame => ({
  error_code: code,
  error_msg: ownErrors[code],
  error_level: 'MINOR',
});

function parseFrame(data: unknown): Frame | null {
  try {
    const frame: unknown = JSON.parse(String(data));
    return typeof frame === 'object' && frame !== null ? (frame as Frame) : null;
  } catch {
    return null;
  }
}

// For tests: a cloud behind `fetch` and `WebSocket`, and a media connection without picture or sound.
import { vi } from 'vitest';
import type { Frame } from './chat-socket';
import type { Caller, ConnectionOptions, MediaConnection } from './media-connection';
import { SdkCore } from './sdk-core';
import { defineStandIn } from './stand-in';

type Answer = { status?: number; body?: unknown; headers?: Record<string, string> } | 'unreachable' | 'hang';
interface Call {
  method: string;
  url: string;
  token: string | null;
  body: unknown;
}

/** The code that the vendor's SDK treats as success. */
const ok = { error_code: 'MSS.00000000', error_msg: '' };

export class FakeSocket {
  static readonly OPEN = 1;
  static readonly all: FakeSocket[] = [];
  readonly sent: Frame[] = [];
  readyState = 0;
  closeCode: number | undefined;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;

  readonly url: string;

  constructor(url: string) {
    this.url = url;

    FakeSocket.all.push(this);
    queueMicrotask(() => {
      this.readyState = FakeSocket.OPEN;
      this.onopen?.();
    });
  }

  send(data: string): void {
    const frame = JSON.parse(data) as Frame;
    this.sent.push(frame);
    if (frame.action === 'ping' && this.answersPings) this.push({ action: 'pong' });
    const answer = this.answers[String(frame.action)];
    if (answer) this.push({ action: `${frame.action}_rsp`, request_id: frame.request_id, ...answer });
  }

  answersPings = true;

  /** The answers to requests, by action. Other requests stay unanswered. */
  answers: Record<string, Frame> = {
    start_chat: { ...ok, chat_id: 'c1', session_id: 's1' },
    stop_chat: { ...ok, chat_id: 'c1', session_id: 's1' },
    text_question: { ...ok, chat_id: 'c2', session_id: 's1' },
    interrupt_chat: { ...ok, chat_id: 'c2' },
    active_interaction_mode: { ...ok, interaction_mode: 'TEXT' },
    interaction_mode_switch: { ...ok, interaction_mode: 'AUDIO' },
    change_language: { ...ok },
    text_drive: { ...ok, chat_id: 'd1' },
    start_record: { ...ok },
    stop_record: { ...ok },
  };

  push(frame: Frame): void {
    queueMicrotask(() => this.onmessage?.({ data: JSON.stringify(frame) }));
  }

  close(code?: number): void {
    this.closeCode = code;
    this.readyState = 3;
    queueMicrotask(() => this.onclose?.());
  }
}

export class FakeCloud {
  readonly calls: Call[] = [];
  readonly answers: Record<string, Answer | Promise<Answer>> = {};
  /** The opened connections. */
  readonly connections: ConnectionOptions[] = [];
  /** The prepared connections, by server origin. */
  readonly prepared: (Caller & { closed: boolean })[] = [];
  playIsAllowed = true;
  /** How often the picture was played. */
  plays = 0;
  /** Stays pending while the network swallows the signalling of RTC. */
  roomIsJoined: Promise<void> = Promise.resolve();
  /** Stays pending while the voice speaks. */
  voiceIsThrough: Promise<void> = Promise.resolve();
  languages = [
    { language: 'EN', language_desc: 'English' },
    { language: 'CN', language_desc: '中文' },
  ];
  #jobs = 0;

  /** `hasRtc`: whether the script found working RTC when it loaded. */
  constructor({ hasRtc = true } = {}) {
    FakeSocket.all.length = 0;
    this.core = new SdkCore((caller) => {
      const connection = { ...caller, closed: false };
      this.prepared.push(connection);
      const { roomIsJoined } = this;
      let leave = () => {};
      const left = new Promise<void>((resolve) => {
        leave = resolve;
      });
      return {
        joined: Promise.race([roomIsJoined, left]),
        open: async (options) => {
          await roomIsJoined;
          return this.#openConnection(options);
        },
        close: () => {
          connection.closed = true;
          leave();
        },
      };
    }, hasRtc);
    this.Sdk = defineStandIn(this.core);
    vi.stubGlobal('WebSocket', FakeSocket);
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => this.#fetch(url, init));
  }

  readonly core: SdkCore;
  readonly Sdk: ReturnType<typeof defineStandIn>;

  get socket(): FakeSocket {
    const socket = FakeSocket.all.at(-1);
    if (!socket) throw new Error('no socket was opened');
    return socket;
  }

  /** Method and last path segment of each call so far. */
  get made(): string[] {
    return this.calls.map(({ method, url }) => `${method} ${new URL(url).pathname.split('/').at(-1)}`);
  }

  #openConnection(options: ConnectionOptions): MediaConnection {
    const opened = { ...options };
    this.connections.push(opened);
    return {
      speaker: { add: () => {}, finish: () => this.voiceIsThrough, stop: () => {} },
      setMood: () => {},
      play: async () => {
        this.plays += 1;
        return this.playIsAllowed;
      },
      setMuted: (muted) => {
        opened.muted = muted;
      },
      setSubscribed: () => {},
    };
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    const body = init.body ? JSON.parse(String(init.body)) : null;
    this.calls.push({ method: String(init.method), url, token: headers.get('x-auth-token'), body });
    const name = `${init.method} ${new URL(url).pathname.split('/').at(-1)}`;
    const answer = await (this.answers[name] ?? this.#usual(name));
    if (answer === 'unreachable') throw new TypeError('Failed to fetch');
    if (answer === 'hang') return untilAborted(init.signal);
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {});
    return new Response(text, { status: answer.status ?? 200, headers: answer.headers ?? {} });
  }

  #usual(name: string): Exclude<Answer, string> {
    const tokens = { access_token: 'access', refresh_token: 'refresh', valid_period: 3600 };
    if (name === 'POST auth-once-code' || name === 'PUT token') return { body: tokens };
    if (name === 'POST create-once-token') return { body: { access_token: 'socket-token' } };
    if (name === 'GET state') {
      const isStopped = this.made.filter((call) => call === 'POST stop').length >= this.#jobs;
      return { body: { ...this.#job, state: isStopped ? 'SUCCEED' : 'PROCESSING' } };
    }
    if (name !== 'POST smart-chat-jobs') return {};
    this.#jobs += 1;
    return { body: this.#job };
  }

  get #job() {
    return {
      job_id: `job-${this.#jobs}`,
      chat_access_address: 'chat.example',
      voice_config_list: this.languages,
      default_language: this.languages[0]?.language,
    };
  }
}

function untilAborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
}

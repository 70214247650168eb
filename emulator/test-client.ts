/** For the emulator's own tests: an emulator on a free port, and a client for its two sides. */
import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach } from 'vitest';
import { WebSocket } from 'ws';
import type { AnswerSource } from './chat/answer-source';
import type { Clock } from './clock';
import type { Frame } from './job';
import { servedFile } from './stand-in-files';
import { type EmulatorOptions, startEmulator } from './start';

const fixtureFiles = new Map([
  ['HwICSUiSdk.js', servedFile('.js', Buffer.from('window.HwICSUiSdk = { create() {} };'))],
  ['HwICSUiSdk.css', servedFile('.css', Buffer.from('.digital-intelligent-interaction { color: red }'))],
  ['assets/ada.webp', servedFile('.webp', Buffer.alloc(5000, 7))],
]);

/** Time moves only when a test moves it, and pauses end at once. */
export class TestClock implements Clock {
  nowMs = Date.parse('2026-01-02T03:04:05Z');
  readonly paused: number[] = [];

  now(): number {
    return this.nowMs;
  }

  async pause(ms: number, signal?: AbortSignal): Promise<void> {
    this.paused.push(ms);
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
  }
}

const echo: AnswerSource = async function* (question) {
  yield 'You asked: ';
  yield question;
};

export async function startTestEmulator(options: Partial<EmulatorOptions> = {}) {
  const clock = new TestClock();
  const emulator = await startEmulator({ port: 0, clock, answers: echo, files: fixtureFiles, ...options });
  return { ...emulator, clock, client: new TestClient(emulator.url, clock) };
}

/** Call once per test file. Sets a new emulator into the same object before each test and closes it after the test. */
export function emulatorPerTest(): Awaited<ReturnType<typeof startTestEmulator>> {
  const emulator = {} as Awaited<ReturnType<typeof startTestEmulator>>;
  beforeEach(async () => {
    Object.assign(emulator, await startTestEmulator());
  });
  afterEach(() => emulator.close());
  return emulator;
}

export class TestClient {
  readonly url: string;
  readonly clock: TestClock;

  constructor(url: string, clock: TestClock) {
    this.url = url;
    this.clock = clock;
  }

  request(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.url + path, { redirect: 'manual', ...init });
  }

  control(path: string, fields: object): Promise<Response> {
    return this.request(`/emulator/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    });
  }

  async log<Entry = Record<string, unknown>>(name: 'codes' | 'events', user: string): Promise<Entry[]> {
    return (await this.request(`/emulator/${name}?user=${encodeURIComponent(user)}`)).json();
  }

  /** Signs a request without a body. Without a target it signs the fixed request of MetaStudio's docs. */
  signedHeaders(
    user: string,
    { ak = 'emulator-ak', sk = 'emulator-sk', project = 'emulator-project', method = 'POST', target = '' } = {},
  ) {
    const date = new Date(this.clock.nowMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
    const sign: Record<string, string> = {
      host: new URL(this.url).host,
      'x-app-userid': user,
      'x-project-id': project,
      'x-sdk-date': date,
    };
    const list = Object.keys(sign).join(';');
    const lines = Object.entries(sign).map(([name, value]) => `${name}:${value}\n`);
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    const [path, query = ''] = (target || `/v1/${project}/digital-human-chat/once-code`).split('?');
    const sortedQuery = query.split('&').sort().join('&');
    const canonical = [method, `${path}/`, sortedQuery, lines.join(''), list, sha256('')].join('\n');
    const signature = createHmac('sha256', sk)
      .update(`SDK-HMAC-SHA256\n${date}\n${sha256(canonical)}`)
      .digest('hex');
    const { host: _, ...headers } = sign;
    return {
      ...headers,
      authorization: `SDK-HMAC-SHA256 Access=${ak}, SignedHeaders=${list}, Signature=${signature}`,
    };
  }

  requestCode(user: string, headers: Record<string, string> = this.signedHeaders(user)): Promise<Response> {
    return this.request('/v1/emulator-project/digital-human-chat/once-code', { method: 'POST', headers });
  }

  async code(user: string): Promise<string> {
    return ((await (await this.requestCode(user)).json()) as { once_code: string }).once_code;
  }

  sdk(method: string, path: string, { token, body }: { token?: string; body?: unknown } = {}): Promise<Response> {
    return this.request(`/v1/digital-human-chat/${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token ? { 'x-auth-token': token } : {}) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  redeem(code: string, robotId = 'emulator-robot'): Promise<Response> {
    return this.sdk('POST', 'auth-once-code', { body: { robot_id: robotId, once_code: code } });
  }

  /** Requests a code, tokens and a running job. */
  async startJob(user: string): Promise<{ access: string; refresh: string; jobId: string }> {
    const tokens = await (await this.redeem(await this.code(user))).json();
    const { access_token: access, refresh_token: refresh } = tokens as Record<string, string>;
    if (!access || !refresh) throw new Error(`no tokens: ${JSON.stringify(tokens)}`);
    const job = await this.sdk('POST', 'smart-chat-jobs', { token: access, body: { extend_param: null } });
    return { access, refresh, jobId: ((await job.json()) as { job_id: string }).job_id };
  }

  async chatUrl({ access, jobId }: { access: string; jobId: string }): Promise<string> {
    const answer = await this.sdk('POST', 'create-once-token', { token: access });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    return `${this.url.replace('http', 'ws')}/v1/digital-human-chat/chat?job_id=${jobId}&token=${token}`;
  }

  async chat(job: { access: string; jobId: string }): Promise<TestChat> {
    return TestChat.open(await this.chatUrl(job));
  }
}

/** One WebSocket. It keeps every frame, and a test can wait for one. */
export class TestChat {
  readonly frames: Frame[] = [];
  readonly closed: Promise<number>;
  #wakers = new Set<() => void>();
  #taken = 0;

  readonly ws: WebSocket;

  constructor(ws: WebSocket) {
    this.ws = ws;

    ws.on('message', (data) => {
      this.frames.push(JSON.parse(data.toString()));
      for (const wake of this.#wakers) wake();
    });
    this.closed = new Promise((resolve) => ws.on('close', resolve));
  }

  static open(url: string, headers: Record<string, string> = {}): Promise<TestChat> {
    const ws = new WebSocket(url, { headers });
    const chat = new TestChat(ws);
    return new Promise((resolve, reject) => {
      ws.on('open', () => resolve(chat));
      ws.on('unexpected-response', (_, response) => reject(new Error(`refused with ${response.statusCode}`)));
      ws.on('error', reject);
    });
  }

  send(frame: object): void {
    this.ws.send(JSON.stringify(frame));
  }

  /** Returns the next unread frame with this action and skips those before it. */
  async next(action: string): Promise<Frame> {
    for (;;) {
      const at = this.frames.findIndex((frame, index) => index >= this.#taken && frame.action === action);
      const frame = this.frames[at];
      if (frame) {
        this.#taken = at + 1;
        return frame;
      }
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.#wakers.delete(wake);
          resolve();
        };
        this.#wakers.add(wake);
      });
    }
  }

  async ask(frame: { action: string; [field: string]: unknown }): Promise<Frame> {
    this.send({ request_id: 'r', ...frame });
    return this.next(`${frame.action}_rsp`);
  }
}

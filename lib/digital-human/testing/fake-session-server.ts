/** For tests: a fake of our server's `/api/session` and `/api/session/end`. */
import { afterEach, beforeEach, vi } from 'vitest';
import type { ServerEnd } from '../../api/session.ts';

export class FakeSessionServer {
  /** True when the user has a conversation elsewhere. */
  running = false;
  /** Why sessions ended, by handle. */
  readonly ended = new Map<string, ServerEnd>();
  answersAfterMs = 0;
  /** Instead of an answer. */
  refusal: (() => Response) | null = null;
  /** The calls: `GET` with its handle, `POST` with its reason and the handle to spare, `beacon` with its body. */
  readonly calls: string[] = [];
  /** Whether the browser accepts beacons. */
  takesBeacons = true;

  fetch = async (url: string, { method = 'GET', headers, body, signal }: RequestInit = {}): Promise<Response> => {
    const sent = new Headers(headers);
    const handle = sent.get('x-client-id');
    if (url === '/api/session/end')
      this.calls.push(
        typeof body === 'string' ? `fetch ${body}` : `${method} ${sent.get('x-session-end')} sparing ${handle}`,
      );
    else this.calls.push(`${method} ${handle}`);
    await new Promise((resolve, reject) => {
      setTimeout(resolve, this.answersAfterMs);
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
    if (this.refusal) return this.refusal();
    if (url === '/api/session/end') {
      this.running = false;
      return new Response(null, { status: 204 });
    }
    return Response.json({ running: this.running, ended: this.ended.get(handle ?? '') });
  };

  sendBeacon = (url: string, body: unknown): boolean => {
    if (this.takesBeacons) this.calls.push(url === '/api/session/end' ? `beacon ${body}` : url);
    return this.takesBeacons;
  };
}

/** Call it once in each test file. @returns a function that returns the server of the current test */
export function fakeSessionServer(): () => FakeSessionServer {
  let server = new FakeSessionServer();
  beforeEach(() => {
    server = new FakeSessionServer();
    sessionStorage.clear();
    vi.stubGlobal('fetch', server.fetch);
    Object.defineProperty(navigator, 'sendBeacon', { value: server.sendBeacon, configurable: true });
  });
  afterEach(() => vi.unstubAllGlobals());
  return () => server;
}

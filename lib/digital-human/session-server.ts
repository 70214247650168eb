/**
 * The page's calls to the session routes of our server (`lib/api/session.ts`). The SDK may fail to report that a
 * session has ended, and cannot say why the server ended one.
 */
import { SHOWN_USER_HEADER } from '../api/once-code.ts';
import { CLIENT_ID_HEADER, isSessionState, SESSION_END_HEADER, type SessionState } from '../api/session.ts';
import { sendBeacon } from './beacon.ts';
import { linkedController, sleep, withTimeout } from './clock.ts';
import type { ServerEnd, SessionServer } from './session.ts';

/** Without an answer by then, the start continues, and a failure keeps the reason it has. */
const STATE_LIMIT_MS = 1_000;
/** The server calls the cloud to find the other job and to stop it. */
const MOVE_LIMIT_MS = 10_000;
/** The pause between two questions whether the server has ended the session. */
const NEXT_QUESTION_MS = 10_000;

export class HttpSessionServer implements SessionServer {
  readonly #url: string;
  readonly #shownUser: string | undefined;
  /** The `clientId` of the last session that the server ended. What runs after it is not this page's. */
  #endedByServer: string | undefined;

  /**
   * @param url the URL of `GET /api/session`; `POST` goes to the same URL with `/end`
   * @param shownUser the server's token for the user that the page shows: see `fetchOnceCode`
   */
  constructor(url: string, shownUser?: string) {
    this.#url = url;
    this.#shownUser = shownUser;
  }

  /** False when the server does not answer. */
  async isOnOtherDevice(clientId: string | undefined, signal: AbortSignal): Promise<boolean> {
    // Right after a reload, the server may still know the session of the page before the reload.
    if (endedLately()) return false;
    return (await this.#ask(clientId, signal))?.running ?? false;
  }

  async moveHere(clientId: string | undefined, signal: AbortSignal): Promise<void> {
    const headers = { [SESSION_END_HEADER]: 'moved', ...this.#headers(clientId) };
    // If the server does not answer, the conversation starts here all the same.
    await this.#inTime(MOVE_LIMIT_MS, signal, (request) =>
      fetch(`${this.#url}/end`, { method: 'POST', cache: 'no-store', headers, signal: request }),
    );
  }

  async whyEnded(clientId: string | undefined, signal: AbortSignal): Promise<ServerEnd | undefined> {
    if (clientId === undefined) return undefined;
    const ended = (await this.#ask(clientId, signal))?.ended;
    if (ended) {
      this.#endedByServer = clientId;
      forgetEnd();
    }
    return ended;
  }

  /** Asks again every ten seconds, because the first calls may fail with the connection. */
  async untilEnded(clientId: string | undefined, signal: AbortSignal): Promise<ServerEnd | undefined> {
    if (clientId === undefined) return undefined;
    for (;;) {
      const ended = await this.whyEnded(clientId, signal);
      if (ended) return ended;
      await sleep(NEXT_QUESTION_MS, signal);
    }
  }

  end(clientId: string): void {
    if (clientId !== this.#endedByServer) rememberEnd();
    sendBeacon(`${this.#url}/end`, clientId);
  }

  #ask(clientId: string | undefined, signal: AbortSignal): Promise<SessionState | undefined> {
    return this.#inTime(STATE_LIMIT_MS, signal, async (request) => {
      const response = await fetch(this.#url, {
        cache: 'no-store',
        redirect: 'error',
        headers: this.#headers(clientId),
        signal: request,
      });
      const body: unknown = await response.json();
      // After an expired sign-in, or another user's, the session continues, because the server has not ended it.
      return response.ok && isSessionState(body) ? body : undefined;
    });
  }

  #headers(clientId: string | undefined): Record<string, string> {
    return {
      ...(clientId !== undefined && { [CLIENT_ID_HEADER]: clientId }),
      ...(this.#shownUser && { [SHOWN_USER_HEADER]: this.#shownUser }),
    };
  }

  /** Undefined when the call fails, takes too long or is aborted: a conversation does not depend on these routes. */
  async #inTime<T>(
    limitMs: number,
    signal: AbortSignal,
    call: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    const request = linkedController(signal);
    const onTimeout = () => new Error('no answer in time');
    try {
      return await withTimeout(call(request.signal), { limitMs, signal, onTimeout });
    } catch {
      return undefined;
    } finally {
      request.abort();
    }
  }
}

const ENDED_KEY = 'digital-human-ended-at';
/** The server looks for the job to stop for 30 s. */
const ENDED_LATELY_MS = 45_000;

/** Remembers the time in this tab, also after a reload. The handle itself is not stored. */
function rememberEnd(): void {
  try {
    sessionStorage.setItem(ENDED_KEY, String(Date.now()));
  } catch {
    // If storage is forbidden, a start after a reload may ask about the session before it.
  }
}

function forgetEnd(): void {
  try {
    sessionStorage.removeItem(ENDED_KEY);
  } catch {
    // If storage is forbidden, nothing was remembered.
  }
}

function endedLately(): boolean {
  try {
    const endedMsAgo = Date.now() - Number(sessionStorage.getItem(ENDED_KEY));
    return endedMsAgo >= 0 && endedMsAgo < ENDED_LATELY_MS;
  } catch {
    return false;
  }
}

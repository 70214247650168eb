/** The emulator's controls and books, for one user. */
import { expect } from 'playwright/test';
import { emulatorUrl } from './stack';

export interface BookedCode {
  mintedAt: string;
  auth: string;
  redeemedAt: string | null;
  redeemTries: number;
}

export interface Fault {
  target: string;
  times: number;
  status?: number;
  errorCode?: string;
  delayMs?: number;
  kind?: 'hang' | 'malformed' | 'drop';
}

async function post(path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${emulatorUrl}/emulator/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.ok, `${path}: ${answer.status}`).toBe(true);
}

async function get<T>(path: string): Promise<T> {
  const answer = await fetch(`${emulatorUrl}/emulator/${path}`);
  return (await answer.json()) as T;
}

export interface EmulatorOfUser {
  codes(): Promise<BookedCode[]>;
  /** What happened, oldest first: `job-started`, `job-stopped`, … */
  events(): Promise<string[]>;
  /** The close codes of the chat WebSockets so far; 4001 is the SDK's own, from `destroy()`. */
  closeCodes(): Promise<(number | undefined)[]>;
  fault(fault: Fault): Promise<void>;
  advance(seconds: number): Promise<void>;
  push(event: string, fields?: Record<string, unknown>): Promise<void>;
}

/** @param user the value of `X-App-UserId` */
export function emulatorOf(user: string): EmulatorOfUser {
  const query = `user=${encodeURIComponent(user)}`;
  return {
    codes: () => get<BookedCode[]>(`codes?${query}`),
    events: async () => (await get<{ event: string }[]>(`events?${query}`)).map(({ event }) => event),
    closeCodes: async () =>
      (await get<{ event: string; code?: number }[]>(`events?${query}`))
        .filter(({ event }) => event === 'socket-closed')
        .map(({ code }) => code),
    fault: (fault) => post('faults', { user, ...fault }),
    advance: (advanceSeconds) => post('clock', { user, advanceSeconds }),
    push: (event, fields = {}) => post('push', { user, event, ...fields }),
  };
}

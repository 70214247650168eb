/**
 * The emulator's controls and event log (emulator/README.md) for its users: end-to-end tests, chaos, pictures,
 * examples, the doctor's tests.
 */
import type { FaultOrder } from '../emulator/faults';
import type { PushOrder } from '../emulator/pushes';

export interface BookedCode {
  mintedAt: string;
  auth: string;
  redeemedAt: string | null;
  redeemTries: number;
}

interface BookedEvent {
  event: string;
  /** Of a WebSocket that was closed. */
  code?: number;
}

export class EmulatorControl {
  /** @param user the value of `X-App-UserId`; without one a fault is anybody's and a reset everybody's, and there are no books */
  constructor(
    readonly url: string,
    private readonly user?: string,
  ) {}

  of(user: string): EmulatorControl {
    return new EmulatorControl(this.url, user);
  }

  fault(fault: Omit<FaultOrder, 'user'>): Promise<void> {
    return this.#order('faults', fault);
  }

  /** Ages what the cloud holds for the user. */
  advance(advanceSeconds: number): Promise<void> {
    return this.#order('clock', { advanceSeconds });
  }

  push(event: PushOrder['event'], fields: object = {}): Promise<void> {
    return this.#order('push', { event, ...fields });
  }

  reset(): Promise<void> {
    return this.#order('reset', {});
  }

  codes(): Promise<BookedCode[]> {
    return this.#book('codes');
  }

  /** What happened, oldest first: `code-minted`, `fault`, `job-started`, … */
  async events(): Promise<string[]> {
    return (await this.#book<BookedEvent>('events')).map(({ event }) => event);
  }

  /** The close codes of the chat WebSockets so far; 4001 is the SDK's own, from `destroy()`. */
  async closeCodes(): Promise<(number | undefined)[]> {
    const events = await this.#book<BookedEvent>('events');
    return events.filter(({ event }) => event === 'socket-closed').map(({ code }) => code);
  }

  async #order(path: string, order: object): Promise<void> {
    await this.#call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: this.user, ...order }),
    });
  }

  async #book<Entry>(name: 'codes' | 'events'): Promise<Entry[]> {
    const answer = await this.#call(`${name}?user=${encodeURIComponent(this.user ?? '')}`);
    return (await answer.json()) as Entry[];
  }

  /** @throws with the emulator's own words when it takes the order for senseless */
  async #call(path: string, init?: RequestInit): Promise<Response> {
    const answer = await fetch(`${this.url}/emulator/${path}`, init);
    if (!answer.ok) throw new Error(`/emulator/${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
}

/**
 * The emulator's controls and event log (emulator/README.md) for end-to-end tests, fault runs, screenshots, examples
 * and the doctor's tests.
 */
import type { ConsoleChange } from '../emulator/cloud/console';
import type { FaultRequest } from '../emulator/faults';
import type { PushRequest } from '../emulator/pushes';

export interface LoggedCode {
  mintedAt: string;
  auth: string;
  redeemedAt: string | null;
  redeemTries: number;
}

interface LoggedEvent {
  event: string;
  /** The close code of a WebSocket. */
  code?: number;
  jobId?: string;
}

export class EmulatorControl {
  readonly url: string;
  readonly #user: string | undefined;

  /**
   * @param user the value of `X-App-UserId`. Without one, a fault and a reset apply to all users, and there is no event
   * log
   */
  constructor(url: string, user?: string) {
    this.url = url;
    this.#user = user;
  }

  of(user: string): EmulatorControl {
    return new EmulatorControl(this.url, user);
  }

  fault(fault: Omit<FaultRequest, 'user'>): Promise<void> {
    return this.#send('faults', fault);
  }

  /** Ages the user's codes, tokens and jobs. */
  advance(advanceSeconds: number): Promise<void> {
    return this.#send('clock', { advanceSeconds });
  }

  push(event: PushRequest['event'], fields: object = {}): Promise<void> {
    return this.#send('push', { event, ...fields });
  }

  /** Sets values of a digital human, a room or the account, for all users. */
  async console(change: ConsoleChange): Promise<void> {
    await this.#post('console', change);
  }

  reset(): Promise<void> {
    return this.#send('reset', {});
  }

  codes(): Promise<LoggedCode[]> {
    return this.#log('codes');
  }

  /** The user's events, oldest first: `code-minted`, `fault`, `job-started`, … */
  async events(): Promise<string[]> {
    return (await this.#log<LoggedEvent>('events')).map(({ event }) => event);
  }

  /** The running jobs, in the order of their starts. */
  async runningJobs(): Promise<(string | undefined)[]> {
    const events = await this.#log<LoggedEvent>('events');
    const idsOf = (name: string) => events.filter(({ event }) => event === name).map(({ jobId }) => jobId);
    const stopped = idsOf('job-stopped');
    return idsOf('job-started').filter((jobId) => !stopped.includes(jobId));
  }

  /** The close codes of the chat WebSockets so far. 4001 is the SDK's own, from `destroy()`. */
  async closeCodes(): Promise<(number | undefined)[]> {
    const events = await this.#log<LoggedEvent>('events');
    return events.filter(({ event }) => event === 'socket-closed').map(({ code }) => code);
  }

  #send(path: string, fields: object): Promise<void> {
    return this.#post(path, { user: this.#user, ...fields });
  }

  async #post(path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    await this.#call(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async #log<Entry>(name: 'codes' | 'events'): Promise<Entry[]> {
    const answer = await this.#call(`${name}?user=${encodeURIComponent(this.#user ?? '')}`);
    return (await answer.json()) as Entry[];
  }

  /** @throws with the emulator's answer when it refuses the request */
  async #call(path: string, init?: RequestInit): Promise<Response> {
    const answer = await fetch(`${this.url}/emulator/${path}`, init);
    if (!answer.ok) throw new Error(`/emulator/${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
}

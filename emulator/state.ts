/**
 * The emulator's data: users, codes, tokens and jobs, in memory. Every entry belongs to one user (`X-App-UserId`), so
 * tests with a user each stay independent.
 */
import type { LlmCallbackSettings } from './chat/llm-callback';
import type { Clock } from './clock';
import { Console } from './cloud/console';
import { type Fault, FaultPlan, type FaultTarget } from './faults';
import type { Job } from './job';
import { RedeemLock } from './redeem-lock';
import { type OnceCode, type Session, type Token, User } from './user';

export class CloudState {
  readonly codes = new Map<string, OnceCode>();
  readonly tokens = new Map<string, Token>();
  readonly jobs = new Map<string, Job>();
  /** IAM tokens belong to the IAM user, not to a user of the app. */
  readonly iamTokens = new Map<string, { user: User; expiresAtMs: number }>();
  readonly faults = new FaultPlan();
  readonly #users = new Map<string, User>();
  readonly #locksByOrigin = new Map<string, RedeemLock>();

  readonly clock: Clock;
  /** The same for all users. */
  readonly console: Console;

  constructor(clock: Clock, llm?: LlmCallbackSettings) {
    this.clock = clock;
    this.console = new Console(llm);
  }

  user(name: string): User {
    const user = this.#users.get(name) ?? new User(name);
    this.#users.set(name, user);
    return user;
  }

  /** The user's own time, which the clock control advances. */
  now(user: User): number {
    return this.clock.now() + user.agedByMs;
  }

  /** An unknown code belongs to no user. The lock counts its refusals by the page's origin. */
  lockOfOrigin(origin: string): RedeemLock {
    const lock = this.#locksByOrigin.get(origin) ?? new RedeemLock();
    this.#locksByOrigin.set(origin, lock);
    return lock;
  }

  record(user: User, event: string, details: Record<string, unknown> = {}): void {
    user.events.push({ at: new Date(this.clock.now()).toISOString(), event, ...details });
  }

  takeFault(target: FaultTarget, user: User | undefined): Fault | undefined {
    const fault = this.faults.take(target, user?.name);
    if (fault && user) this.record(user, 'fault', { target });
    return fault;
  }

  runningJobs(user: User): Job[] {
    return [...this.jobs.values()].filter((job) => job.session.user === user && job.isRunning);
  }

  forgetTokens(session: Session): void {
    deleteWhere(this.tokens, (token) => token.session === session);
  }

  /** Removes one user's data, or everything, and closes open connections. */
  reset(name?: string): void {
    const isHit = (user: User) => name === undefined || user.name === name;
    for (const job of this.jobs.values()) if (isHit(job.session.user)) job.hangUp('reset');
    deleteWhere(this.jobs, (job) => isHit(job.session.user));
    deleteWhere(this.tokens, (token) => isHit(token.session.user));
    deleteWhere(this.codes, (code) => isHit(code.user));
    deleteWhere(this.iamTokens, (token) => isHit(token.user));
    deleteWhere(this.#users, isHit);
    this.faults.clear(name);
    if (name !== undefined) return;
    this.#locksByOrigin.clear();
    this.console.reset();
  }
}

function deleteWhere<Value>(map: Map<string, Value>, isHit: (value: Value) => boolean): void {
  for (const [key, value] of map) if (isHit(value)) map.delete(key);
}

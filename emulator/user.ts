/** What belongs to one user: once codes, sessions, tokens and the event log. */
import { RedeemLock } from './redeem-lock';

export interface OnceCode {
  readonly user: User;
  readonly auth: 'aksk' | 'token';
  /** Real time, for the event log. */
  readonly issuedAtMs: number;
  /** By the user's clock. */
  readonly expiresAtMs: number;
  redeemedAtMs: number | undefined;
  redeemTries: number;
  /** The first attempt uses up a code, whether or not it succeeds. */
  isSpent: boolean;
}

/** The digital-human session of one robot, opened by one code. */
export interface Session {
  readonly user: User;
  readonly robotId: string;
}

export interface Token {
  readonly kind: 'access' | 'refresh' | 'socket';
  readonly session: Session;
  readonly expiresAtMs: number;
}

export interface LoggedEvent {
  at: string;
  event: string;
  [detail: string]: unknown;
}

export class User {
  /** How far the user's clock is ahead of the real clock. */
  agedByMs = 0;
  readonly codes: OnceCode[] = [];
  readonly events: LoggedEvent[] = [];
  readonly lock = new RedeemLock();

  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

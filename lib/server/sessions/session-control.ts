/**
 * How routes and actions control running sessions. The server creates one object per process when it starts. It is kept
 * on `globalThis`, because Next loads modules once for routes and once more for pages and actions. No method throws,
 * because each part of a build has its own `AppError` class.
 */
import type { ServerEnd, SessionState } from '../../api/session.ts';

/** `left`: the user left the page. */
export type StopReason = ServerEnd | 'left';

export interface Allowance {
  /** The longest time the next session may be live, in milliseconds; absent without a limit. */
  longestSessionMs?: number | undefined;
  /** Present when the user's minutes are used up: after how many seconds there are new ones. */
  retryAfterSeconds?: number | undefined;
}

/**
 * How many session requests a user may make in a minute: far more than a page makes, so that a broken page does not
 * load the cloud.
 */
export const MAX_SESSION_REQUESTS = 60;

/** `appUserId` is the user's ID as in `X-App-UserId`, which handles contain. */
export interface SessionControl {
  /** How long the user's next conversation may last. */
  allowance(appUserId: string): Promise<Allowance>;
  /**
   * Issues the handle of the next conversation; undefined when no part of the server would read it.
   * @param headers of the request, which name the language
   */
  issueHandle(user: { id: string; name?: string }, headers: Headers): Promise<string | undefined>;
  /** Whether the user has another conversation, and why the server ended this one. */
  state(appUserId: string, ownHandle: string | undefined): Promise<SessionState>;
  /**
   * Why the server ended the session with this handle. It needs no user, because only that session's page has the
   * handle.
   */
  whyEnded(handle: string): Promise<ServerEnd | undefined>;
  /** Ends the session with this handle. */
  end(appUserId: string, handle: string, reason: 'left' | 'signed_out'): Promise<'accepted' | 'other_user'>;
  /**
   * Ends all sessions of the user except the one with `sparedHandle`. Resolves when their jobs are stopped, or after a
   * short time.
   */
  endAll(appUserId: string, reason: 'moved' | 'signed_out', sparedHandle?: string): Promise<void>;
  /** Invalidates all sign-ins of the user until now. @param userId the user's ID in the app */
  refuseSignIns(userId: string): Promise<void>;
  /** The time for a new sign-in: later than every sign-in that is refused. */
  signInTimeMs(userId: string): Promise<number>;
  areSignInsRefused(userId: string, signedInAtMs: number): Promise<boolean>;
}

const KEY = Symbol.for('digital-human.session-control');
const holder = globalThis as { [KEY]?: SessionControl | undefined };

/** Undefined when the server has no session control: it then stops no session and counts no minutes. */
export const sessionControl = (): SessionControl | undefined => holder[KEY];

export function provideSessionControl(control: SessionControl | undefined): void {
  holder[KEY] = control;
}

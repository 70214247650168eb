/**
 * Ends sessions from the server: when their page was left, when the user continues elsewhere or has signed out, and
 * when their time is over. It looks at the running jobs. The handle of a job identifies its user and its page. A page
 * that is still starting has no job yet, so later looks follow each end.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { AppError } from '../../api/errors.ts';
import type { ServerEnd, SessionState } from '../../api/session.ts';
import { type ClientIdentity, MAX_HANDLE_LENGTH } from '../client-handle.ts';
import { hashAppUserId } from '../metastudio/app-user-hash.ts';
import { appUserId } from '../metastudio/app-user-id.ts';
import { isRefusedUnread } from '../metastudio/unread-calls.ts';
import { Looks } from './looks.ts';
import {
  count,
  dayLeftMs,
  type Ledger,
  type Limits,
  type LookTimes,
  leftMs,
  SHORTEST_MS,
  type Sight,
  usedMs,
} from './minutes.ts';
import { describeCloudError, Rooms, type RunningJob, type SessionCloud } from './rooms.ts';
import { bestElapsedMs, type Moment, mostElapsedMs, type SessionClock } from './session-clock.ts';
import type { Allowance, SessionControl, StopReason } from './session-control.ts';
import type { SharedRecords } from './shared-records.ts';

export interface SessionKeeperOptions {
  robotIds: readonly string[];
  /** Creates a client for each call, because keys are renewed. */
  cloud: () => SessionCloud;
  /** The cloud's clock minus this server's, in milliseconds. */
  cloudOffsetMs: () => number;
  openHandle: (handle: string) => Promise<ClientIdentity | null>;
  /** Undefined when no part of the server would read handles. */
  sealHandle?: ((user: { id: string; name?: string }, headers: Headers) => Promise<string | undefined>) | undefined;
  /** False: only a sign-out everywhere stops jobs, and no limit is enforced. */
  stopsSessions: boolean;
  limits: Limits;
  records: SharedRecords;
  clock: SessionClock;
  logger: Logger;
  record: SessionMetrics;
}

export interface SessionMetrics {
  ended: (reason: StopReason) => void;
  stopped: (reason: StopReason) => void;
  minutes: (minutes: number) => void;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/**
 * How long jobs of an ended session are looked for: a page that is left while it starts has no job yet, and in a page
 * that stays, the vendor's SDK may start another job half a minute or more after its own is lost.
 */
const LATER_LOOKS_MS = [3, 10, 30, 60, 120, 300].map((seconds) => seconds * SECOND_MS);
const TICK_MS = 10 * SECOND_MS;
/** A once code is valid for five minutes: a session with an older handle has started, or never will. */
const START_MS = 6 * MINUTE_MS;
/** How long the server tries to stop the jobs of an ended session while the cloud is unavailable. */
const PURSUE_MS = HOUR_MS;
/** How long records are kept: longer than any session and any sign-in. */
const KEEP_MS = 25 * HOUR_MS;
/** A page waits a second for the answer, including the time on the network. */
const ANSWER_MS = 800;
/** A known reason for the end of the page's session must arrive in time, even if the cloud is slow. */
const ENDED_ANSWER_MS = 300;
const STOP_WAIT_MS = 2 * SECOND_MS;
const CONFIRM_MS = 3 * SECOND_MS;
const MAX_CONFIRM_MS = MINUTE_MS;
const STOPS_AT_ONCE = 8;
const MAX_OPENED_HANDLES = 2_000;
/** A job without `client_id` may be another program's, so one proves nothing. */
const JOBS_TO_BE_BLIND = 3;
/** Added to a look at the end of a user's time, because timers may fire early. */
const TIMER_SLACK_MS = 50;

/** A session that the server has ended. Each job with its handle is stopped. */
interface EndMark {
  reason: StopReason;
}

/** The end of all sessions of a user. It becomes a mark for each handle with an earlier job. */
interface EndCall {
  at: Moment;
  reason: 'moved' | 'signed_out';
  spared?: string | undefined;
}

/** The last handle that was issued to a user. */
interface Issued {
  key: string;
  wallMs: number;
}

/** The content of a handle. */
interface Opened {
  key: string;
  appUserId: string;
  user: string;
  issuedAtMs: number;
}

type OwnJob = RunningJob & Opened;

export class SessionKeeper implements SessionControl {
  readonly #options: SessionKeeperOptions;
  readonly #looks: Looks;
  readonly #rooms: Rooms;
  readonly #limits: Limits;
  readonly #startedAtWallMs: number;
  /** The content of handles. Opening one is slow, and each look sees the same ones. */
  readonly #opened = new Map<string, Opened | null>();
  #latest: { beganAtMs: number; jobs: OwnJob[]; isComplete: boolean } | undefined;
  /** Jobs that were stopped but are still listed. */
  #stopped = new Set<string>();
  #hasSeenAll = false;
  /** The record `PENDING`, as this process wrote or read it. */
  #lastEnd: string | undefined;
  #pursueUntilMs = Number.NEGATIVE_INFINITY;
  #confirmMs = CONFIRM_MS;
  #firstIssuedAtMs: number | undefined;
  /** When this process issued handles, by the monotonic clock, because the wall clock may be set. */
  readonly #issuedHere = new Map<string, number>();
  #hasSeenClientId = false;
  readonly #jobsWithoutClientId = new Set<string>();

  constructor(options: SessionKeeperOptions) {
    this.#options = options;
    const { robotIds, cloud, clock, logger, limits, stopsSessions } = options;
    this.#looks = new Looks(
      () => this.#look(),
      clock,
      () => (this.#isBlind ? MINUTE_MS : SECOND_MS),
    );
    this.#rooms = new Rooms(robotIds, cloud, clock, logger);
    this.#limits = stopsSessions ? limits : { minutesMs: 0, longestSessionMs: 0 };
    this.#startedAtWallMs = clock.wallMs();
  }

  /** Continues the ends of an earlier process, and starts to count minutes if there is a limit. */
  async start(): Promise<void> {
    const { records } = this.#options;
    this.#lastEnd = await records.readOne<string>(PENDING);
    if (this.#lastEnd) this.#pursue();
    if (this.#lastEnd || this.#hasLimits) this.#looks.lookIn(0);
    if (records.areShared || this.#hasLimits) this.#tickLater();
  }

  /** True while the cloud seems to return no handles, so that sessions cannot be distinguished. */
  get #isBlind(): boolean {
    return !this.#hasSeenClientId && this.#jobsWithoutClientId.size >= JOBS_TO_BE_BLIND;
  }

  get #hasLimits(): boolean {
    return this.#limits.minutesMs > 0 || this.#limits.longestSessionMs > 0;
  }

  async allowance(appUserId: string): Promise<Allowance> {
    const { minutesMs } = this.#limits;
    if (minutesMs === 0) return {};
    const { records } = this.#options;
    const ledger = await records.readOne<Ledger>(minutesKey(digest(appUserId)));
    const dayLeft = ledger ? dayLeftMs(ledger, await records.now()) : 0;
    const used = ledger && dayLeft > 0 ? usedMs(ledger) : 0;
    if (used >= minutesMs) return { retryAfterSeconds: Math.ceil(dayLeft / SECOND_MS) };
    return { longestSessionMs: Math.max(minutesMs - used, SHORTEST_MS) };
  }

  async issueHandle(user: { id: string; name?: string }, headers: Headers): Promise<string | undefined> {
    const handle = await this.#options.sealHandle?.(user, headers);
    if (handle) this.issued(appUserId(user.id), handle);
    return handle;
  }

  issued(appUserId: string, handle: string): void {
    const { records, clock } = this.#options;
    const wallMs = clock.wallMs();
    this.#firstIssuedAtMs ??= wallMs;
    const issued: Issued = { key: digest(handle), wallMs };
    if (this.#issuedHere.size >= MAX_OPENED_HANDLES) this.#issuedHere.clear();
    this.#issuedHere.set(issued.key, clock.monotonicMs());
    void records.write(issuedKey(digest(appUserId)), issued, KEEP_MS);
    if (this.#hasLimits) void records.write(ACTIVE, true, START_MS);
  }

  async state(appUserId: string, ownHandle: string | undefined): Promise<SessionState> {
    const own = ownHandle === undefined ? null : await this.#open(ownHandle);
    const ownKey = own?.appUserId === appUserId ? own.key : undefined;
    const ended = ownKey && (await this.#reasonOf(ownKey));
    const running = await this.#runsElsewhere(digest(appUserId), ownKey, ended ? ENDED_ANSWER_MS : ANSWER_MS);
    return ended ? { running, ended } : { running };
  }

  async whyEnded(handle: string): Promise<ServerEnd | undefined> {
    const opened = await this.#open(handle);
    return opened ? this.#reasonOf(opened.key) : undefined;
  }

  async #reasonOf(key: string): Promise<ServerEnd | undefined> {
    const mark = await this.#options.records.readOne<EndMark>(endKey(key));
    return mark && mark.reason !== 'left' ? mark.reason : undefined;
  }

  async end(appUserId: string, handle: string, reason: 'left' | 'signed_out'): Promise<'accepted' | 'other_user'> {
    const opened = await this.#open(handle);
    if (!opened) return 'accepted';
    if (opened.appUserId !== appUserId) return 'other_user';
    if (!this.#options.stopsSessions) return 'accepted';
    await this.#recordPending();
    await this.#markEnded(opened.key, reason);
    this.#pursue();
    // A page that signs out ends its session after the answer. If its job were stopped earlier, its SDK would replace
    // it.
    if (reason === 'left') this.#looks.lookIn(0);
    return 'accepted';
  }

  async endAll(appUserId: string, reason: 'moved' | 'signed_out', sparedHandle?: string): Promise<void> {
    const { records, clock, stopsSessions } = this.#options;
    if (!stopsSessions && reason !== 'signed_out') return;
    const call: EndCall = { at: await records.now(), reason, spared: sparedHandle && digest(sparedHandle) };
    await this.#recordPending();
    await records.write(callKey(digest(appUserId)), call, PURSUE_MS);
    this.#pursue();
    if (this.#isBlind) return;
    await Promise.race([this.#looks.next(), new Promise<void>((resolve) => clock.after(STOP_WAIT_MS, resolve))]);
  }

  async refuseSignIns(userId: string): Promise<void> {
    const untilMs = (await this.signInTimeMs(userId)) - 1;
    await this.#options.records.write(signedOutKey(digest(userId)), untilMs, KEEP_MS);
  }

  /** By Redis's clock, because those of several instances differ. */
  async signInTimeMs(userId: string): Promise<number> {
    const { records } = this.#options;
    const refusedUntilMs = (await records.readOne<number>(signedOutKey(digest(userId)))) ?? 0;
    const { redis, wall } = await records.now();
    return Math.max(redis ?? wall, refusedUntilMs) + 1;
  }

  async areSignInsRefused(userId: string, signedInAtMs: number): Promise<boolean> {
    const refusedUntilMs = await this.#options.records.readOne<number>(signedOutKey(digest(userId)));
    return refusedUntilMs !== undefined && signedInAtMs <= refusedUntilMs;
  }

  /** Asks the cloud only when a record says that there may be a job, or when there are no records yet. */
  async #runsElsewhere(user: string, ownKey: string | undefined, waitMs: number): Promise<boolean> {
    const { records, clock, stopsSessions } = this.#options;
    if (!stopsSessions || this.#isBlind) return false;
    const [issued, cleared] = await records.read<Issued | string>([issuedKey(user), clearedKey(user)]);
    const last = issued as Issued | undefined;
    if (this.#hasSeenAll && (!last || last.key === cleared)) return false;
    const isFresh = () => this.#latest && clock.monotonicMs() - this.#latest.beganAtMs <= SECOND_MS;
    // An earlier look is enough to answer no. A session that it saw may have ended since.
    if (!isFresh() || (await this.#isSeenElsewhere(user, ownKey)))
      await Promise.race([this.#looks.next(), new Promise<void>((resolve) => clock.after(waitMs, resolve))]);
    // No answer in time counts as no.
    if (!this.#latest || clock.monotonicMs() - this.#latest.beganAtMs > 2 * SECOND_MS) return false;
    const { jobs, isComplete } = this.#latest;
    const hasJob = jobs.some((job) => job.user === user);
    if (!hasJob && isComplete && last && clock.wallMs() - last.wallMs > START_MS)
      await records.write(clearedKey(user), last.key, KEEP_MS);
    return this.#isSeenElsewhere(user, ownKey);
  }

  /** True if the last look saw another session of the user that the server has not ended. */
  async #isSeenElsewhere(user: string, ownKey: string | undefined): Promise<boolean> {
    const others = this.#latest?.jobs.filter((job) => job.user === user && job.key !== ownKey) ?? [];
    const marks = await this.#options.records.read<EndMark>(others.map(({ key }) => endKey(key)));
    return marks.some((mark) => mark === undefined);
  }

  /** The first reason counts. */
  async #markEnded(key: string, reason: StopReason): Promise<EndMark> {
    const { records, record } = this.#options;
    const earlier = await records.readOne<EndMark>(endKey(key));
    if (earlier) return earlier;
    const mark: EndMark = { reason };
    await records.write(endKey(key), mark, KEEP_MS);
    record.ended(reason);
    return mark;
  }

  /** Written first, so that another process continues when this one stops halfway. */
  #recordPending(): Promise<void> {
    this.#lastEnd = randomUUID();
    return this.#options.records.write(PENDING, this.#lastEnd, PURSUE_MS);
  }

  #pursue(): void {
    this.#pursueUntilMs = this.#options.clock.monotonicMs() + PURSUE_MS;
    this.#confirmMs = CONFIRM_MS;
    for (const ms of LATER_LOOKS_MS) this.#looks.lookIn(ms);
  }

  #tickLater(): void {
    this.#options.clock.after(TICK_MS, () => {
      void this.#tick().then(() => this.#tickLater());
    });
  }

  async #tick(): Promise<void> {
    const [isActive, lastEnd] = await this.#options.records.read<unknown>([ACTIVE, PENDING]);
    await this.#pursueOthers(lastEnd as string | undefined);
    if (this.#hasLimits && isActive) await this.#takeTurn();
  }

  /** After an end on another instance, which may be killed, one of the others looks, too. */
  async #pursueOthers(lastEnd: string | undefined): Promise<void> {
    if (lastEnd === undefined || lastEnd === this.#lastEnd) return;
    this.#lastEnd = lastEnd;
    if (await this.#options.records.claim(`pursue:${lastEnd}`, PURSUE_MS)) this.#pursue();
  }

  /**
   * With limits: one look every ten seconds, by one of the instances, as long as there may be jobs. An instance that
   * recognizes no job does not take the turn of one that does.
   */
  async #takeTurn(): Promise<void> {
    if (this.#isBlind || (await this.#options.records.claim('tick', TICK_MS - SECOND_MS))) this.#looks.lookIn(0);
  }

  /** Never rejects. */
  async #look(): Promise<void> {
    const { records, logger } = this.#options;
    try {
      const beganAtMs = this.#options.clock.monotonicMs();
      const began = await records.now();
      const { jobs, isComplete } = await this.#rooms.list();
      this.#checkClientIds(jobs);
      const own = await this.#ownJobs(jobs);
      if (isComplete && !this.#hasSeenAll) await this.#rebuild(own);
      if (this.#hasLimits && (own.length > 0 || !isComplete)) await records.write(ACTIVE, true, START_MS);
      const verdicts = await this.#judge(own, { began, ended: await records.now() });
      this.#latest = { beganAtMs, jobs: own, isComplete };
      this.#hasSeenAll ||= isComplete;
      const listed = new Set(jobs.map(({ jobId }) => jobId));
      if (isComplete) this.#stopped = new Set([...this.#stopped].filter((jobId) => listed.has(jobId)));
      await this.#stopAll(verdicts);
      this.#confirmLater(verdicts.length > 0 || !isComplete);
    } catch (error) {
      logger.error({ event: 'session_look_failed', ...describeCloudError(error) });
      this.#confirmLater(true);
    }
  }

  /** Only a look without a job proves that it has ended: a stop may be lost, and an ended job may still be listed. */
  #confirmLater(isUnfinished: boolean): void {
    if (!isUnfinished) {
      this.#confirmMs = CONFIRM_MS;
      return;
    }
    if (this.#options.clock.monotonicMs() > this.#pursueUntilMs) return;
    this.#looks.lookIn(this.#confirmMs);
    this.#confirmMs = Math.min(2 * this.#confirmMs, MAX_CONFIRM_MS);
  }

  /** A restarted server without Redis knows no handles. It learns the users from the handles of running jobs. */
  async #rebuild(jobs: readonly OwnJob[]): Promise<void> {
    const { records } = this.#options;
    for (const { user, key, issuedAtMs } of jobs) {
      if (await records.readOne(issuedKey(user))) continue;
      await records.write(issuedKey(user), { key, wallMs: issuedAtMs } satisfies Issued, KEEP_MS);
    }
  }

  async #ownJobs(jobs: readonly RunningJob[]): Promise<OwnJob[]> {
    const own: OwnJob[] = [];
    for (const job of jobs) {
      if (job.clientId === undefined) continue;
      const opened = await this.#open(job.clientId);
      if (opened) own.push({ ...job, ...opened });
    }
    return own;
  }

  async #open(handle: string): Promise<Opened | null> {
    if (handle.length > MAX_HANDLE_LENGTH) return null;
    const known = this.#opened.get(handle);
    if (known !== undefined) return known;
    const identity = await this.#options.openHandle(handle);
    const opened = identity && {
      key: digest(handle),
      appUserId: identity.appUserId,
      user: digest(identity.appUserId),
      issuedAtMs: identity.issuedAtMs,
    };
    if (this.#opened.size >= MAX_OPENED_HANDLES) this.#opened.clear();
    this.#opened.set(handle, opened);
    return opened;
  }

  /** That the cloud returns `client_id` is a guess. Several jobs that may be ours, all without it, speak against it. */
  #checkClientIds(jobs: readonly RunningJob[]): void {
    const { cloudOffsetMs, logger } = this.#options;
    const first = this.#firstIssuedAtMs;
    if (this.#hasSeenClientId || first === undefined) return;
    const wasBlind = this.#isBlind;
    if (jobs.some(({ clientId }) => clientId !== undefined)) {
      this.#hasSeenClientId = true;
      if (wasBlind) logger.info({ event: 'session_client_id_back' });
      return;
    }
    const offset = cloudOffsetMs();
    const mayBeOurs = ({ startedAt }: RunningJob) => !startedAt || startedAt.getTime() - offset >= first - SECOND_MS;
    if (!wasBlind) for (const { jobId } of jobs.filter(mayBeOurs)) this.#jobsWithoutClientId.add(jobId);
    if (wasBlind || !this.#isBlind) return;
    logger.error(
      { event: 'session_client_id_missing', setting: 'STOP_ABANDONED_SESSIONS' },
      'MetaStudio lists running jobs without client_id: until one has it, this server stops no session and counts no minutes',
    );
  }

  /** Returns the jobs to stop. It records the reasons first, because their pages ask at once. */
  async #judge(jobs: readonly OwnJob[], times: LookTimes): Promise<[OwnJob, StopReason][]> {
    const { records, stopsSessions } = this.#options;
    const marks = await records.read<EndMark>(jobs.map(({ key }) => endKey(key)));
    const calls = await records.read<EndCall>(jobs.map(({ user }) => callKey(user)));
    const timeIsOver = await this.#countMinutes(jobs, times);
    const verdicts: [OwnJob, StopReason][] = [];
    for (const [index, job] of jobs.entries()) {
      let mark = marks[index];
      const call = calls[index];
      if (!mark && call && this.#isEndedBy(call, job, times.ended)) mark = await this.#markEnded(job.key, call.reason);
      if (!mark && timeIsOver.has(job.key)) mark = await this.#markEnded(job.key, 'minutes');
      if (mark && (stopsSessions || mark.reason === 'signed_out')) verdicts.push([job, mark.reason]);
    }
    return verdicts;
  }

  /** False for a job that started after the call: it is another session, or one that has started since. */
  #isEndedBy(call: EndCall, job: OwnJob, ended: Moment): boolean {
    if (job.key === call.spared) return false;
    if (this.#isIssuedAfter(call.at, job, ended)) return false;
    // The cloud listed it right after the call.
    const sinceMs = Math.max(0, bestElapsedMs(call.at, ended));
    const wasThere = sinceMs < SECOND_MS;
    if (!job.startedAt) return wasThere;
    const startedAtMs = job.startedAt.getTime() - this.#options.cloudOffsetMs();
    // A job cannot start in the future, so this time is not usable.
    if (startedAtMs > ended.wall + SECOND_MS) return wasThere;
    // By this server's present clock, which may have been set since the call.
    const callMs = ended.wall - sinceMs;
    // The cloud may have rounded down to whole seconds.
    const latestMs = startedAtMs + (job.startedAt.getTime() % SECOND_MS === 0 ? SECOND_MS - 1 : 0);
    if (latestMs <= callMs) return true;
    return startedAtMs <= callMs && wasThere;
  }

  #isIssuedAfter(at: Moment, { key, issuedAtMs }: OwnJob, now: Moment): boolean {
    const issuedHereMs = this.#issuedHere.get(key);
    if (issuedHereMs !== undefined && at.process === now.process) return issuedHereMs > at.monotonic;
    // Unless the handle seems to come from the future, because this server's clock was set back. If it was set back by
    // less than this look took, the job is not stopped, which is better than to stop a wrong one.
    return issuedAtMs > at.wall && issuedAtMs <= now.wall;
  }

  /** @returns the keys of the sessions whose time is over */
  async #countMinutes(jobs: readonly OwnJob[], { began, ended }: LookTimes): Promise<Set<string>> {
    const over = new Set<string>();
    if (!this.#hasLimits || jobs.length === 0) return over;
    const { records, record } = this.#options;
    const tookMs = mostElapsedMs(began, ended);
    const users = [...new Set(jobs.map(({ user }) => user))];
    const ledgers = await records.read<Ledger>(users.map(minutesKey));
    for (const [index, user] of users.entries()) {
      const sights = jobs.filter((job) => job.user === user).map((job) => this.#sightOf(job, ended));
      const { ledger, addedMs } = count(ledgers[index], sights, { began, ended });
      await records.write(minutesKey(user), ledger, 2 * KEEP_MS);
      record.minutes(addedMs / MINUTE_MS);
      for (const { key, isRunning } of sights) {
        const left = leftMs(ledger, key, this.#limits);
        if (left <= 0) over.add(key);
        else if (isRunning && left < TICK_MS) this.#looks.lookIn(Math.max(0, left - tookMs) + TIMER_SLACK_MS);
      }
    }
    return over;
  }

  #sightOf({ key, jobId, state, issuedAtMs, startedAt }: OwnJob, now: Moment): Sight {
    // A session from before this process, without a record. It started at the latest when its once code expired.
    const isOlder = issuedAtMs < this.#startedAtWallMs && !this.#issuedHere.has(key);
    const byHandleMs = now.wall - issuedAtMs - START_MS;
    // This server's clock may have been set since. The cloud's times are whole seconds, rounded down.
    const byCloudMs = startedAt
      ? now.wall + this.#options.cloudOffsetMs() - startedAt.getTime() - SECOND_MS
      : byHandleMs;
    const initialMs = isOlder ? Math.max(0, Math.min(byHandleMs, byCloudMs)) : 0;
    return { key, jobId, isRunning: state !== 'WAITING', initialMs };
  }

  async #stopAll(verdicts: readonly [OwnJob, StopReason][]): Promise<void> {
    for (let from = 0; from < verdicts.length; from += STOPS_AT_ONCE)
      await Promise.all(verdicts.slice(from, from + STOPS_AT_ONCE).map(([job, reason]) => this.#stop(job, reason)));
  }

  async #stop({ roomId, jobId, appUserId }: OwnJob, reason: StopReason): Promise<void> {
    const { cloud, logger, record } = this.#options;
    const line = { jobId, roomId, reason, user: hashAppUserId(appUserId) };
    try {
      const { requestId } = await cloud().stopJob(roomId, jobId);
      if (this.#stopped.has(jobId)) return;
      this.#stopped.add(jobId);
      logger.info({ event: 'session_stopped', requestId, ...line });
      record.stopped(reason);
    } catch (error) {
      // The job may have ended by itself. The next look shows whether it has.
      const isOver = error instanceof AppError && error.code === 'cloud_refused' && !isRefusedUnread(error.details);
      logger[isOver ? 'info' : 'error']({ event: 'session_stop_failed', ...line, ...withoutReason(error) });
    }
  }
}

/** The `reason` of the log line says why the session ended. */
function withoutReason(error: unknown): Record<string, unknown> {
  const { reason, ...rest } = describeCloudError(error);
  return { ...rest, cause: reason };
}

/** The record that there may be jobs whose time must be counted. */
const ACTIVE = 'active';
/** The record that jobs of ended sessions may still have to be stopped: another value for each end. */
const PENDING = 'pending';
const issuedKey = (user: string) => `issued:${user}`;
const clearedKey = (user: string) => `cleared:${user}`;
const minutesKey = (user: string) => `minutes:${user}`;
const callKey = (user: string) => `all:${user}`;
const signedOutKey = (user: string) => `signed-out:${user}`;
const endKey = (handle: string) => `ended:${handle}`;

const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest('base64url');

// From `create()` to `destroy()`: redeems the once code, keeps the tokens, and replaces the call when the vendor's SDK
// would rejoin (HwICSUiSdk 5.0.6). Every failure becomes an `error` event and the error page, never a rejection.
import { AccessToken } from './access-token';
import { Call, httpError } from './call';
import type { CallContext } from './call-context';
import { CloudApi } from './cloud-api';
import { obeyCreateFault, readCreateFault } from './create-fault';
import type { CheckedParameters } from './create-parameters';
import { HttpFailure } from './http';
import { type IcsError, ownErrors } from './ics-error';
import type { PreparedLine, PrepareLine } from './line';
import { pause } from './pause';
import { presenterOf } from './presenter-of';
import { serverOrigin } from './server-origin';
import { Surface } from './surface';

/** Codes after which the vendor's SDK starts a new job by itself. */
const REJOIN_CODES = new Set(['20010146', '47000012', 'MSS.47010065']);
const REJOIN_AGAIN_MS = 30_000;
/** How long `destroy()` waits for a job that is just being started, so as to stop it. */
const LATE_START_LIMIT_MS = 5_000;

export type SessionSurroundings = Pick<
  CallContext,
  'dispatch' | 'warn' | 'config' | 'language' | 'muted' | 'onLanguage'
> & { prepareLine: PrepareLine };

export class Session {
  readonly #api: CloudApi;
  readonly #surface: Surface;
  readonly #stopped = new AbortController();
  #token: AccessToken | null = null;
  #call: Call | null = null;
  #line: PreparedLine | null = null;
  #startingCall: Promise<unknown> = Promise.resolve();
  #isRejoining = false;

  /** Throws on a malformed server address. */
  constructor(
    private readonly parameters: CheckedParameters,
    private readonly surroundings: SessionSurroundings,
  ) {
    this.#api = new CloudApi(serverOrigin(parameters.serverAddress));
    this.#surface = new Surface(parameters.container, surroundings.language);
  }

  get call(): Call | null {
    return this.#call;
  }

  get isAuthenticated(): boolean {
    return this.#token !== null;
  }

  /** What is shown at once when a setting changes. */
  applyConfig(): void {
    void this.#surface.devices.show(this.surroundings.config().enableDeviceSetting);
  }

  /** Resolves however it went; rejects only where the vendor's SDK would lock up. */
  async start(): Promise<void> {
    this.applyConfig();
    const { robotId, onceCode } = this.parameters;
    const { signal } = this.#stopped;
    try {
      const { tokens, headers } = await this.#api.authOnceCode(robotId, onceCode, signal);
      this.#token = new AccessToken(this.#api, tokens);
      if (signal.aborted) return await this.#token.discard();
      const onFault = (code: string) => this.#report({ code, message: 'Ordered by the emulator', module: 'HTTP' });
      const obeying = obeyCreateFault(readCreateFault(headers), signal, onFault);
      this.#prepareLine();
      if ((await obeying) && !signal.aborted) await this.#startCall();
      else this.#line?.close();
    } catch (error) {
      this.#line?.close();
      if (!(error instanceof HttpFailure)) throw error;
      if (!signal.aborted) this.#report(httpError(error));
    }
  }

  /** Takes seconds: the paid slot is free only when the job is over. Never rejects. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.race([this.#startingCall.catch(() => undefined), pause(LATE_START_LIMIT_MS)]);
    await this.#call?.close();
    this.#line?.close();
    await this.#token?.discard();
    this.#surface.remove();
  }

  /** Ahead of the job, and while the cloud is slow on purpose: nobody waits for both. */
  #prepareLine(): void {
    this.#line = this.surroundings.prepareLine({
      presenter: presenterOf(this.parameters.robotId),
      serverOrigin: this.#api.httpOrigin,
    });
  }

  async #startCall(): Promise<void> {
    const starting = Call.start(this.#callContext());
    this.#startingCall = starting;
    const call = await starting;
    this.#call = call;
    if (this.#stopped.signal.aborted) return;
    call.open();
  }

  #callContext(): CallContext {
    const token = this.#token;
    const line = this.#line;
    if (!token || !line) throw new Error('A call needs an access token and a line');
    return {
      ...this.surroundings,
      api: this.#api,
      token,
      surface: this.#surface,
      line,
      extendParam: this.#extendParam(),
      onError: (error) => this.#receive(error),
      onRejoinDue: () => {
        this.#report({ code: '999000001', message: ownErrors['999000001'], module: 'JOB' });
        void this.#rejoin();
      },
      onJobFinished: (jobId, reason) => this.#finish(jobId, reason),
      onRtcEvent: (event, afterMs, forever) => void this.#loseLine(event, afterMs, forever),
    };
  }

  #receive(error: IcsError): void {
    if (error.code && REJOIN_CODES.has(error.code)) void this.#rejoin();
    else this.#report(error);
  }

  #report(error: IcsError): void {
    if (this.#surface.errorPage.add(error)) this.surroundings.dispatch('error', error);
  }

  /** Silence ends in an event of its own and the error page, but without an `error` event. */
  #finish(jobId: string, reason: string): void {
    if (reason !== 'MUTE_TIMEOUT') {
      this.#report({ code: '999000002', message: ownErrors['999000002'], module: 'JOB' });
      return;
    }
    this.#surface.errorPage.add({ code: '999400003', message: ownErrors['999400003'], module: 'JOB' });
    this.surroundings.dispatch('jobEnd', { jobId, reason });
  }

  async #loseLine(event: string, afterMs: number, forever: boolean): Promise<void> {
    if (event === 'peer-left') this.#report({ code: '999100005', message: ownErrors['999100005'], module: 'RTC' });
    if (event === 'kick-out') this.#report({ code: '999100003', message: ownErrors['999100003'], module: 'RTC' });
    this.#call?.hangUp();
    if (event === 'kick-out' || forever) return;
    await pause(afterMs, this.#stopped.signal);
    await this.#rejoin();
  }

  /** A new job with the same access token: no once code is needed, listeners stay. */
  async #rejoin(): Promise<void> {
    const { signal } = this.#stopped;
    if (this.#isRejoining || signal.aborted) return;
    this.#isRejoining = true;
    await this.#call?.close();
    while (!signal.aborted) {
      this.#prepareLine();
      try {
        await this.#startCall();
        for (const module of ['RTC', 'HTTP', 'JOB'] as const) this.#surface.errorPage.clear(module);
        break;
      } catch (error) {
        this.#line?.close();
        if (!(error instanceof HttpFailure)) throw error;
        if (error.answered) {
          this.#report(httpError(error));
          break;
        }
        await pause(REJOIN_AGAIN_MS, signal);
      }
    }
    this.#isRejoining = false;
  }

  #extendParam(): string | null {
    if (!this.surroundings.config().enableVadInterrupt) return this.parameters.extendParam;
    const given = JSON.parse(this.parameters.extendParam ?? '{}') as Record<string, unknown>;
    return JSON.stringify({ ...given, enable_vad_interrupt: '1' });
  }
}

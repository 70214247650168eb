// The vendor's SDK behind its methods: one static instance per page. `create()` signs in and joins, `destroy()` leaves.
// Both change the same settings, tokens and job, and neither ends what is still in progress. So a timer or an answer of
// an old session acts on the current state, and after `destroy()` its calls go to the page's own origin (HwICSUiSdk
// 5.0.6).
import { Chat } from './chat';
import { ChatSocket, type Frame } from './chat-socket';
import { CloudApi, type Tokens } from './cloud-api';
import { applyCreateFault, readCreateFault } from './create-fault';
import { type CheckedParameters, type CreateParameters, checkParameters } from './create-parameters';
import { Dialogs } from './dialogs';
import type { ErrorKind } from './error-page';
import { Heartbeat } from './heartbeat';
import { type HttpAnswer, HttpFailure, type JsonObject } from './http';
import { type OwnErrorCode, ownErrors } from './ics-error';
import { readJob, saveJob } from './job-cache';
import { Languages, withLanguageCodes } from './languages';
import { LocalAudio } from './local-audio';
import type { MediaConnection, PrepareConnection, PreparedConnection } from './media-connection';
import { pause } from './pause';
import { presenterOf } from './presenter-of';
import { type SdkConfig, SdkEvents } from './sdk-events';
import { serverOrigin } from './server-origin';
import { Surface } from './surface';
import { Telemetry } from './telemetry';
import { texts } from './texts';
import { Toasts } from './toasts';
import { renewForEver } from './token-renewal';
import { vendorConfigDefaults, vendorIgnoredCodes } from './vendor-surface';

/** Codes after which the vendor's SDK starts a new job by itself. */
const REJOIN_CODES = new Set(['20010146', '47000012', 'MSS.47010065']);
const START_AGAIN_MS = 30_000;
const JOIN_LIMIT_MS = 300_000;
const PEER_LIMIT_MS = 90_000;
const STOP_POLL_MS = 2_000;
const STOP_POLLS = 6;
const ALIVE = new Set(['WAITING', 'PROCESSING']);
const ENDED = new Set(['SUCCEED', 'FAILED', 'CANCELED', 'IDLE']);

export class SdkCore {
  readonly events = new SdkEvents();
  readonly dialogs = new Dialogs();
  readonly toasts = new Toasts(() => this.config.enableWeakErrorInfo);
  readonly audio = new LocalAudio({
    onRefused: (code) => this.#report('rtc', code, ownErrors[code]),
    onChange: () => this.chat.followAudio(),
    // Each refused `play()` opens one more modal.
    onPublished: () => void this.#connection?.play(),
  });
  readonly telemetry = new Telemetry((records) => this.#sendStats(records));
  readonly chat: Chat;
  readonly languages: Languages;
  config: SdkConfig = { ...vendorConfigDefaults };
  readonly #api = new CloudApi();
  readonly #heartbeat: Heartbeat;
  #tokens: Tokens | null = null;
  #robotId = '';
  #extendParam: string | null = null;
  #surface: Surface | null = null;
  /** The cloud's last description of the job. */
  #job: JsonObject | null = null;
  #socket: ChatSocket | null = null;
  #preparedConnection: PreparedConnection | null = null;
  #connection: MediaConnection | null = null;
  #joinTimer: ReturnType<typeof setTimeout> | undefined;
  /**
   * Runs since the digital human left or the room removed the page. Static: only a digital human that joins ends it,
   * `destroy()` does not.
   */
  #peerTimer: ReturnType<typeof setTimeout> | undefined;
  #isReady = false;
  #isRejoining = false;
  /** Static: neither `create()` nor `destroy()` resets it. */
  #isMuted = false;
  /** Requested by the emulator: the stream does not come back. */
  #isStreamLost = false;

  readonly #prepare: PrepareConnection;
  readonly #hasRtc: boolean;

  /** `hasRtc`: whether the script found working RTC when it loaded. */
  constructor(prepareConnection: PrepareConnection, hasRtc: boolean) {
    this.#prepare = prepareConnection;
    this.#hasRtc = hasRtc;

    const { dispatch } = this.events;
    this.chat = new Chat({
      request: (action, fields) => this.#socket?.request(action, fields) ?? Promise.resolve({}),
      isReady: () => this.#isReady,
      jobId: () => this.#jobId,
      connection: () => this.#connection,
      audio: this.audio,
      dialogs: this.dialogs,
      dispatch,
      config: () => this.config,
      language: () => this.languages.current,
      showToast: (text) => this.toasts.show(text),
      onError: (code, message) => this.#receiveError('websocket', code, message),
    });
    this.languages = new Languages({
      dispatch,
      robotId: () => this.#robotId,
      isReady: () => this.#isReady,
      isAwake: () => this.chat.isAwake,
      send: (language, showsErrors) => this.chat.changeLanguage(language, showsErrors),
      interrupt: () => void this.chat.interrupt(),
      onChange: () => this.#surface?.apply(this.config),
    });
    this.#heartbeat = new Heartbeat({
      ask: () => (this.#tokens && this.#jobId ? this.#api.jobState(this.#tokens.access, this.#jobId) : null),
      onState: (state) => this.#receiveState(state),
      onError: (failure) => this.#receiveError('http', failure.code, failure.message),
      onLost: () => {
        this.#report('http', '999000001', ownErrors['999000001']);
        void this.rejoin();
      },
    });
  }

  /**
   * Resolves when the room is joined, which has no time limit; a `destroy()` leaves the room. Rejects on a malformed
   * server address, like the vendor's SDK.
   */
  async create(parameters: CreateParameters): Promise<void> {
    await this.destroy();
    if (parameters.logLevel) this.events.setLogLevel(parameters.logLevel);
    this.events.add(parameters.eventListeners ?? {});
    const checked = checkParameters(parameters);
    if (typeof checked === 'string') {
      this.events.dispatch('error', { code: checked, message: ownErrors[checked], module: 'HwICS' });
      return;
    }
    this.#settle(checked, parameters.config ?? {});
    const answer = await this.#signIn(checked);
    if (!answer) return;
    const onFault = (code: string) => this.#report('http', code, 'Requested by the emulator');
    if (!(await applyCreateFault(readCreateFault(answer.headers), onFault))) return;
    await this.#join();
    await this.#preparedConnection?.joined;
  }

  /** Takes seconds: the paid slot is free only after the job has ended. Two concurrent calls run twice. */
  async destroy(): Promise<void> {
    await this.#leave();
    this.#job = null;
    this.languages.clear();
    const token = this.#tokens?.access;
    if (token) await this.#api.deleteToken(token).catch(() => undefined);
    this.#tokens = null;
    this.#surface?.remove();
    this.#surface = null;
    this.events.setLogLevel('info');
    this.config = { ...vendorConfigDefaults };
    this.#api.setOrigin(null);
    this.#robotId = '';
    this.#extendParam = null;
    this.#isStreamLost = false;
    this.events.clear();
  }

  setConfig(config: Partial<SdkConfig>): void {
    this.config = { ...this.config, ...config };
    this.telemetry.configure(config);
    this.#surface?.apply(this.config);
  }

  get jobInfo(): { jobId: string; websocketAddr: string; jobInfo: JsonObject | null } {
    return { jobId: this.#jobId ?? '', websocketAddr: this.#chatAddress ?? '', jobInfo: this.#job };
  }

  /** Returns whether there is a stream to mute. It keeps the flag either way. */
  setMuted(muted: boolean): boolean {
    this.#isMuted = muted;
    this.#connection?.setMuted(muted);
    return this.#connection !== null;
  }

  get connection(): MediaConnection | null {
    return this.#connection;
  }

  async setCustomRecord(enable: boolean): Promise<void> {
    if (this.#isReady) await this.audio.setCustom(enable);
  }

  /** Starts a new job with the same tokens. The listeners stay. */
  async rejoin(): Promise<void> {
    if (this.#isRejoining) return;
    this.#isRejoining = true;
    try {
      await this.#leave();
      this.#surface?.errorPage.clear();
      await this.#join();
    } finally {
      this.#isRejoining = false;
    }
  }

  get #jobId(): string | undefined {
    return typeof this.#job?.job_id === 'string' ? this.#job.job_id : undefined;
  }

  get #chatAddress(): string | undefined {
    const address = this.#job?.chat_access_address;
    return typeof address === 'string' ? address : undefined;
  }

  #settle({ container, serverAddress, robotId, extendParam }: CheckedParameters, config: Partial<SdkConfig>): void {
    this.#api.setOrigin(serverOrigin(serverAddress));
    this.#robotId = robotId;
    this.#extendParam = extendParam;
    this.config = { ...this.config, ...config };
    if (config.defaultMuteRemoteAudio) this.#isMuted = true;
    this.telemetry.configure(config);
    this.#surface = new Surface(container, {
      language: () => this.languages.current,
      languageInfo: () => this.languages.info,
      onLanguage: (language) => void this.languages.set(language, { remember: true }),
      dialogs: this.dialogs,
      onMicrophone: (id) => {
        this.audio.microphoneId = id;
      },
    });
    this.#surface.apply(this.config);
  }

  async #signIn({ robotId, onceCode }: CheckedParameters): Promise<HttpAnswer | null> {
    try {
      const answer = await this.#api.authOnceCode(robotId, onceCode);
      this.#tokens = answer.tokens;
      renewForEver(this.#api, answer.tokens, {
        onRenewed: (tokens) => {
          this.#tokens = tokens;
        },
        onFailed: (failure) => this.#reportHttp(failure),
      });
      return answer;
    } catch (error) {
      this.#reportHttp(error);
      return null;
    }
  }

  async #join(): Promise<void> {
    const connection = this.#prepareConnection();
    const job = (await this.#reuseJob()) ?? (await this.#startJob());
    if (!job) {
      connection?.close();
      return;
    }
    saveJob(job, this.#cacheKey);
    this.#job = job;
    this.languages.join(job);
    this.#heartbeat.start();
    this.#openSocket();
    if (connection) void this.#showStream(connection);
  }

  /** Ends heartbeat and chat, then the job, then the stream. Never rejects. */
  async #leave(): Promise<void> {
    this.#heartbeat.stop();
    this.#socket?.close();
    this.#socket = null;
    this.toasts.hide();
    this.languages.disconnect();
    const jobId = this.#jobId;
    // The stop polls with the stream still open, so the SDK sees the digital human of the stopped job leave.
    if (jobId && this.#connection) this.#awaitPeer(PEER_LIMIT_MS);
    if (jobId) await this.#stopJob(jobId);
    if (this.#jobId === jobId) this.#job = null;
    this.#closeStream();
  }

  /** Returns null without a job: it reported an error, or tries again later. */
  async #startJob(): Promise<JsonObject | null> {
    try {
      const { body, isObject } = await this.#api.startJob(this.#tokens?.access ?? '', this.#extendParamOfJob);
      if (!isObject) return this.#startAgainLater();
      // An object that is not a job, for instance the answer of the page's own server.
      if (typeof body.job_id !== 'string') return null;
      return withLanguageCodes(body);
    } catch (error) {
      if (error instanceof HttpFailure && !error.isObject) return this.#startAgainLater();
      this.#reportHttp(error);
      return null;
    }
  }

  /** No event reports this, and nothing cancels it. */
  #startAgainLater(): null {
    setTimeout(() => void this.rejoin(), START_AGAIN_MS);
    return null;
  }

  /** Returns the job of an earlier session on this device if it still runs. */
  async #reuseJob(): Promise<JsonObject | null> {
    const cached = this.#robotId ? readJob(this.#cacheKey) : null;
    if (typeof cached?.job_id !== 'string') return null;
    if (!this.config.enableJobCache) {
      await this.#stopJob(cached.job_id);
      return null;
    }
    const state = await this.#stateOf(cached.job_id);
    if (!state || !ALIVE.has(String(state.state)) || state.is_pool_mode === true) return null;
    const { chat_subtitle_config, video_config } = cached;
    return { ...withLanguageCodes(state), chat_subtitle_config, video_config };
  }

  async #stopJob(jobId: string): Promise<void> {
    try {
      await this.#api.stopJob(this.#tokens?.access ?? '', jobId);
    } catch (error) {
      this.#reportHttp(error);
    }
    for (let poll = 1; poll <= STOP_POLLS; poll += 1) {
      const state = await this.#stateOf(jobId);
      if (ENDED.has(String(state?.state)) || poll === STOP_POLLS) return;
      await pause(STOP_POLL_MS);
    }
  }

  async #stateOf(jobId: string): Promise<JsonObject | null> {
    try {
      return (await this.#api.jobState(this.#tokens?.access ?? '', jobId)).body;
    } catch (error) {
      if (error instanceof HttpFailure) return null; // a failed call says nothing about the job
      throw error;
    }
  }

  #openSocket(): void {
    const socket: ChatSocket = new ChatSocket({
      address: () => this.#api.chatAddress(this.#tokens?.access ?? '', this.#job ?? {}),
      onPush: (frame) => this.#pushes[frame.action ?? '']?.(frame),
      onReconnected: () => {
        this.toasts.hide();
        void this.chat.stop({ showsErrors: false });
      },
      onUnreachable: () => {
        const { unreachable, reconnect } = texts[this.languages.current];
        this.toasts.showWithLink(unreachable, { text: reconnect, onClick: () => socket.reconnect() });
      },
    });
    this.#socket = socket;
    void socket.connect();
  }

  /** Prepares the stream while the job starts. Without RTC no stream comes, and no event reports that. */
  #prepareConnection(): PreparedConnection | null {
    if (!this.#surface || !this.#hasRtc) return null;
    this.#preparedConnection?.close();
    this.#preparedConnection = this.#prepare({
      presenter: presenterOf(this.#robotId),
      serverOrigin: this.#api.httpOrigin,
    });
    return this.#preparedConnection;
  }

  async #showStream(prepared: PreparedConnection): Promise<void> {
    const surface = this.#surface;
    if (!surface) return;
    this.#joinTimer = setTimeout(() => {
      this.#report('rtc', '999100008', ownErrors['999100008']);
      void this.rejoin();
    }, JOIN_LIMIT_MS);
    if (this.#isStreamLost) return;
    try {
      const connection = await prepared.open({
        stage: surface.stage,
        autoPlay: this.config.autoPlayRemoteVideo,
        muted: this.#isMuted,
        onPlaybackBlocked: () => this.#askToPlay(),
        onVoiceProblem: (cause) => this.events.warn('the voice failed, the lips move in silence', cause),
        onCaption: (sentence) => surface.showCaption(this.config.enableCaption ? sentence : ''),
      });
      if (prepared !== this.#preparedConnection) return;
      clearTimeout(this.#joinTimer);
      clearTimeout(this.#peerTimer);
      this.#connection = connection;
      connection.setMuted(this.#isMuted);
      this.#setReady(true);
      this.languages.streamAdded();
    } catch (error) {
      if (prepared === this.#preparedConnection) this.#report('rtc', '90100026', String(error));
    }
  }

  /** Leaves the room: picture, sound and microphone end. */
  #closeStream(): void {
    clearTimeout(this.#joinTimer);
    this.chat.reset();
    this.audio.close();
    this.#preparedConnection?.close();
    this.#preparedConnection = null;
    this.#connection = null;
    this.#surface?.showCaption('');
    this.#setReady(false);
  }

  #askToPlay(): void {
    const { playback, confirm } = texts[this.languages.current];
    void this.dialogs.alert(playback, confirm).then(() => this.#connection?.play());
  }

  #setReady(isReady: boolean): void {
    if (this.#isReady === isReady) return;
    this.#isReady = isReady;
    this.events.dispatch('jobInfoChange', {
      jobId: this.#jobId,
      websocketAddr: this.#chatAddress,
      isReady,
      chatInfo: this.#job,
    });
  }

  #receiveState(state: JsonObject): void {
    this.#surface?.errorPage.clear('http');
    this.#job = withLanguageCodes(state);
    if (ENDED.has(String(state.state))) this.#finish(state);
  }

  /** Only silence raises its own event at the end, and then no `error`. */
  #finish({ state, job_finish_reason: reason }: JsonObject): void {
    const jobId = this.#jobId ?? '';
    this.#heartbeat.stop();
    this.#socket?.close();
    this.#closeStream();
    if (state !== 'SUCCEED' || reason !== 'MUTE_TIMEOUT') {
      this.#report('http', '999000002', ownErrors['999000002']);
      return;
    }
    this.events.dispatch('jobEnd', { jobId, reason });
    this.#surface?.errorPage.add('http', { code: '999400003', message: ownErrors['999400003'] });
  }

  readonly #pushes: Record<string, (frame: Frame) => void> = {
    enter_sleep: () => this.chat.fallAsleep(),
    start_speaking: () => this.chat.startSpeaking(),
    semantic_recognized: (frame) => this.chat.recognize(frame),
    accept_new_question: (frame) => void this.chat.acceptNewQuestion(frame),
    transparent_transmission: (frame) => this.#mention(String(frame.message)),
    error: (frame) => this.chat.receiveError(frame),
    change_language: (frame) => this.languages.follow(String(frame.language)),
    emulator_push: (frame) => void this.#applyPush(frame),
  };

  /** The only known message of this kind: silence will end the job. */
  #mention(message: string): void {
    const { action, param } = JSON.parse(message) as { action?: string; param?: { rest_time?: unknown } };
    if (action !== 'exit_mute_alert') return;
    this.events.dispatch('jobEndMention', { jobId: this.#jobId ?? '', restTime: param?.rest_time });
    this.toasts.show(texts[this.languages.current].silence(Number(param?.rest_time)), 5_000);
  }

  /** What the cloud's RTC would report, requested by the emulator. */
  async #applyPush({ event, after_ms: afterMs, forever }: Frame): Promise<void> {
    if (event === 'poll-state') return this.#heartbeat.beat();
    if (event === 'kick-out') this.#report('rtc', '999100003', ownErrors['999100003']);
    this.#closeStream();
    if (event === 'kick-out') return;
    if (event === 'kick-room') {
      this.#awaitPeer(PEER_LIMIT_MS);
      const connection = this.#prepareConnection();
      if (connection) await this.#showStream(connection);
      return;
    }
    this.#isStreamLost = forever === true;
    if (event === 'peer-left') return this.#awaitPeer(Number(afterMs ?? PEER_LIMIT_MS));
    const job = this.#job;
    await pause(Number(afterMs ?? 0));
    if (this.#job?.job_id === job?.job_id) await this.rejoin();
  }

  #awaitPeer(limitMs: number): void {
    clearTimeout(this.#peerTimer);
    this.#peerTimer = setTimeout(() => void this.#replacePeer(), limitMs);
  }

  /** Acts on the session of that moment. */
  async #replacePeer(): Promise<void> {
    this.#report('rtc', '999100005', ownErrors['999100005']);
    const state = this.#jobId ? await this.#stateOf(this.#jobId) : null;
    if (!state || ALIVE.has(String(state.state))) await this.rejoin();
  }

  #receiveError(kind: ErrorKind, code: string | undefined, message: string): void {
    if (code && REJOIN_CODES.has(code)) void this.rejoin();
    else this.#report(kind, code, message);
  }

  #reportHttp(error: unknown): void {
    if (!(error instanceof HttpFailure)) throw error;
    const isIgnored = (vendorIgnoredCodes as readonly unknown[]).includes(error.code);
    if (!isIgnored) this.#report('http', error.code, error.message);
  }

  /** The page keeps the first error of a kind. Every error raises an event. */
  #report(kind: ErrorKind, code: OwnErrorCode | string | undefined, message: string): void {
    this.#surface?.errorPage.add(kind, { code, message });
    this.telemetry.add('error', kind, code);
    this.events.dispatch('error', { code, message, module: 'HwICS.dealError' });
  }

  async #sendStats(records: readonly unknown[]): Promise<boolean> {
    if (!this.#tokens) return false;
    try {
      await this.#api.sendStats(this.#tokens.access, records);
      return true;
    } catch (error) {
      if (error instanceof HttpFailure) return false; // the records wait for the next call
      throw error;
    }
  }

  get #extendParamOfJob(): string | null {
    if (!this.config.enableVadInterrupt) return this.#extendParam;
    const given = JSON.parse(this.#extendParam ?? '{}') as Record<string, unknown>;
    return JSON.stringify({ ...given, enable_vad_interrupt: '1' });
  }

  get #cacheKey() {
    return { robotId: this.#robotId, enableVadInterrupt: this.config.enableVadInterrupt };
  }
}

// The chat on one job: asleep or awake, spoken or written, and the integrator's calls. Results, codes and quirks are
// those of HwICSUiSdk 5.0.6. One difference: the stand-in speaks the answer itself, so the push that ends an answer
// counts after the voice has finished.
import type { Frame } from './chat-socket';
import type { Dialogs } from './dialogs';
import { Hearing } from './hearing';
import type { JsonObject } from './http';
import { type ChatResult, refusal, SUCCESS_CODE, type UiSdkResult } from './ics-error';
import type { LocalAudio } from './local-audio';
import type { MediaConnection } from './media-connection';
import { pause } from './pause';
import { randomId } from './random-id';
import type { Dispatch, Language, SdkConfig } from './sdk-events';
import { vendorIgnoredCodes, vendorInteractionModes, type vendorWakeupTypes } from './vendor-surface';

export type InteractionMode = (typeof vendorInteractionModes)[number];

export interface StartChatOptions {
  interactionMode?: InteractionMode;
  wakeupType?: (typeof vendorWakeupTypes)[number];
  preCheckPermissions?: boolean;
}

export interface ChatContext {
  request(action: string, fields: JsonObject): Promise<Frame>;
  isReady(): boolean;
  jobId(): string | undefined;
  connection(): MediaConnection | null;
  audio: Pick<LocalAudio, 'isCustom' | 'isHeard' | 'check' | 'publish' | 'unmute' | 'mute' | 'close'>;
  dialogs: Pick<Dialogs, 'alert'>;
  dispatch: Dispatch;
  config(): SdkConfig;
  language(): Language;
  showToast(text: string): void;
  /** Raises an `error` event and shows the error page. */
  onError(code: string | undefined, message: string): void;
}

type ChatState = 'INIT' | 'LOADING' | 'PLAY' | 'THINKING' | 'ANSWERING' | 'STOPPING';

/** Refusals of these, and trouble of the connection itself, only show a toast. */
const MINOR_ACTIONS = new Set(['start_chat', 'stop_chat', 'interrupt_chat']);
const MINOR_CODES = new Set(['999200002', '999200003']);

/** Guess: the time that the cloud takes from an interruption to its next push. */
const INTERRUPTION_MS = 300;

export class Chat {
  readonly hearing: Hearing;
  #state: ChatState = 'INIT';
  #mode: InteractionMode = 'AUDIO';
  /** The IDs of the current turn and of the session. Both remain after the job ends. */
  #chatId = '';
  #sessionId = '';
  #driving: string | null = null;
  #switching: Promise<UiSdkResult> | null = null;
  /** The text of an answer has ended and its voice has not. */
  #isVoiceBehind = false;
  #isInterrupted = false;
  /** Changes when the chat or its job ends, which invalidates everything in progress. */
  #run = 0;

  readonly #context: ChatContext;

  constructor(context: ChatContext) {
    this.#context = context;

    this.hearing = new Hearing({
      dispatch: context.dispatch,
      language: context.language,
      isSpeaking: () => this.#state === 'ANSWERING',
      mayInterrupt: () => context.config().enableVadInterrupt,
      interrupt: () => void this.interrupt(),
      ask: (text, chatId) => void this.#askHeard(text, chatId),
      onUnavailable: () => context.showToast(refusal('MSS.47015028').errorMsg),
    });
  }

  get isAwake(): boolean {
    return this.#state !== 'INIT';
  }

  async start(options: StartChatOptions = {}): Promise<ChatResult> {
    const { interactionMode = 'AUDIO', wakeupType, preCheckPermissions = true } = options;
    const { audio, dialogs } = this.#context;
    if (!this.#context.isReady()) return withoutChat(refusal('999400002'));
    if (!isMode(interactionMode)) return withoutChat(refusal('999300002'));
    if (!audio.isCustom && preCheckPermissions && !(await audio.check())) {
      void dialogs.alert(refusal('999100004').errorMsg, 'OK');
      this.#state = 'INIT';
      return withoutChat(refusal('999100004'));
    }
    const started = await this.#wake(interactionMode, wakeupType);
    if (!started.result) return started;
    this.#driving = null;
    await audio.publish();
    return started;
  }

  async stop({ showsErrors = true }: { showsErrors?: boolean } = {}): Promise<ChatResult> {
    if (!this.#context.isReady()) return withoutChat(refusal('999400002'));
    const stopped = await this.#endChat(showsErrors);
    if (stopped.result) this.#sleep();
    return stopped;
  }

  /** Call when the cloud put the chat to sleep. */
  fallAsleep(): void {
    if (this.#state !== 'INIT' && this.#state !== 'LOADING') this.#sleep();
    const { enableCollectAudioDemand, enableLocalWakeup } = this.#context.config();
    if (enableCollectAudioDemand && !enableLocalWakeup && !this.#context.audio.isCustom) this.#context.audio.close();
  }

  /** Call when the job ended. It drops everything in progress, and no event reports that. */
  reset(): void {
    this.#run += 1;
    this.#state = 'INIT';
    this.#driving = null;
    this.#isVoiceBehind = false;
    this.hearing.stop();
    this.#context.connection()?.speaker.stop();
  }

  async startUserSpeak({ preCheckPermissions }: { preCheckPermissions?: boolean } = {}): Promise<UiSdkResult> {
    if (!this.#context.isReady()) return refusal('999400002');
    if (this.#state === 'ANSWERING') return refusal('999400001');
    if (this.#state === 'INIT') {
      const started = await this.start({
        interactionMode: 'AUDIO',
        preCheckPermissions: preCheckPermissions !== false,
      });
      if (!started.result) return started;
    }
    if (!this.#context.audio.unmute()) return refusal('999100007');
    if (!this.#maySpeak || (await this.hearing.start())) return { result: true };
    this.#context.audio.mute();
    return refusal('MSS.47015028');
  }

  /** Mutes the track. The microphone stays open and the chat awake. */
  stopUserSpeak(): UiSdkResult {
    this.#context.audio.mute();
    return { result: true };
  }

  /** Call when the published or muted track changed. */
  followAudio(): void {
    if (this.#maySpeak) this.#context.connection()?.setMood('listening');
    else if (this.hearing.isOpen) {
      this.hearing.finish();
      this.#rest();
    }
  }

  async askInWriting({ text, questionParam }: { text: string; questionParam?: string }): Promise<ChatResult> {
    const isParameter = questionParam === undefined || typeof questionParam === 'string';
    if (typeof text !== 'string' || !isParameter) return withoutChat(refusal('999300002'));
    if (this.#isVoiceBehind && this.#mode === 'TEXT') return { ...this.#judge(busyFrame), chatId: this.#chatId };
    const frame = await this.#request('text_question', { text, question_param: questionParam });
    return this.#asked(frame);
  }

  /** Speaks a text unchanged. The pieces of one text share a chat ID. */
  async drive({ text, isLast = true }: { text: string; isLast?: boolean }): Promise<ChatResult> {
    if (!this.#context.isReady()) return withoutChat(refusal('999400002'));
    if (typeof text !== 'string') return withoutChat(refusal('999300002'));
    this.#driving ??= randomId();
    const chatId = this.#driving;
    if (isLast) this.#driving = null;
    const frame = await this.#request('text_drive', { text, is_last: isLast, chat_id: chatId });
    const result = this.#judge(frame);
    if (result.result) {
      this.#chatId = textOf(frame.chat_id);
      // The cloud does not echo a text that it was given to speak.
      this.#context.connection()?.speaker.add(text);
    }
    return { ...result, chatId: this.#chatId };
  }

  /** Does not end the answer: the cloud's next push does. */
  async interrupt(): Promise<UiSdkResult> {
    if (!this.#context.isReady()) return refusal('999400002');
    const fields = { job_id: this.#context.jobId(), chat_id: this.#chatId };
    const result = this.#judge(await this.#request('interrupt_chat', fields));
    if (!result.result) return result;
    this.#driving = null;
    this.#isInterrupted = true;
    this.#context.connection()?.speaker.stop();
    if (this.#state === 'THINKING') this.#state = 'PLAY';
    return { result: true };
  }

  async activeMode(): Promise<UiSdkResult & { interactionMode?: string }> {
    const frame = await this.#request('active_interaction_mode', {});
    return { ...this.#judge(frame), ...modeOf(frame) };
  }

  /** Calls during a pending one share its promise, whatever their arguments. */
  switchMode(mode: InteractionMode): Promise<UiSdkResult> {
    this.#switching ??= this.#switchMode(mode).finally(() => {
      this.#switching = null;
    });
    return this.#switching;
  }

  async changeLanguage(language: string, showsErrors: boolean): Promise<UiSdkResult> {
    const fields = { job_id: this.#context.jobId(), chat_id: this.#chatId, language };
    const result = this.#judge(await this.#request('change_language', fields), showsErrors);
    return result.result ? { result: true } : result;
  }

  async record(action: 'start_record' | 'stop_record'): Promise<void> {
    this.#judge(await this.#request(action, {}));
  }

  startSpeaking(): void {
    this.#isInterrupted = false;
    if (this.#state !== 'INIT' && this.#state !== 'STOPPING') this.#state = 'ANSWERING';
    this.#context.dispatch('speakingStart', { chatId: this.#chatId });
  }

  /** A piece of the answer, unchanged. */
  recognize(frame: Frame): void {
    this.#chatId = textOf(frame.chat_id);
    if (typeof frame.text === 'string' && frame.text !== '') this.#context.connection()?.speaker.add(frame.text);
    this.#context.dispatch('semanticRecognized', {
      text: frame.text,
      questionText: frame.question_text,
      isLast: frame.is_last,
      isReplace: frame.is_replace,
      resultId: frame.result_id || 0,
      chatId: this.#chatId,
      extendParam: frame.extend_param || '',
    });
  }

  async acceptNewQuestion(frame: Frame): Promise<void> {
    const run = this.#run;
    const wasInterrupted = this.#isInterrupted;
    this.#isVoiceBehind = true;
    await this.#context.connection()?.speaker.finish();
    // After an interruption that left only the voice: the cloud would not have reported the end yet.
    if (this.#isInterrupted && !wasInterrupted) await pause(INTERRUPTION_MS);
    if (run !== this.#run) return;
    this.#isVoiceBehind = false;
    this.#isInterrupted = false;
    if (this.#state !== 'INIT' && this.#state !== 'STOPPING') this.#state = 'PLAY';
    this.#rest();
    this.#context.dispatch('speakingStop', { chatId: this.#chatId });
    this.#chatId = textOf(frame.chat_id);
  }

  /** Shows a toast or raises an event. Returns the frame as a method's result. */
  receiveError(frame: Frame): void {
    this.#judge(frame);
  }

  get #maySpeak(): boolean {
    return this.isAwake && this.#mode === 'AUDIO' && this.#context.audio.isHeard;
  }

  async #wake(mode: InteractionMode, wakeupType: string | undefined): Promise<ChatResult> {
    if (this.#state === 'PLAY' || this.#state === 'THINKING' || this.#state === 'ANSWERING') return this.#current();
    this.#state = 'LOADING';
    const frame = await this.#request('start_chat', { interaction_mode: mode, wakeup_type: wakeupType });
    const result = this.#judge(frame);
    if (!result.result) {
      this.#state = 'INIT';
      return withoutChat(result);
    }
    this.#state = 'PLAY';
    this.#mode = mode;
    this.#context.dispatch('enterActive', undefined);
    this.#chatId = textOf(frame.chat_id);
    this.#sessionId = textOf(frame.session_id);
    return this.#current();
  }

  async #endChat(showsErrors: boolean): Promise<ChatResult> {
    if (this.#state === 'INIT') return this.#current();
    const before = this.#state;
    this.#state = 'STOPPING';
    const frame = await this.#request('stop_chat', { job_id: this.#context.jobId(), chat_id: this.#chatId });
    const result = this.#judge(frame, showsErrors);
    if (!result.result) this.#state = before === 'LOADING' ? 'LOADING' : 'PLAY';
    return { ...result, chatId: this.#chatId };
  }

  #sleep(): void {
    this.reset();
    this.#rest();
    this.#context.dispatch('enterSleep', undefined);
  }

  async #switchMode(mode: InteractionMode): Promise<UiSdkResult & { interactionMode?: string }> {
    if (!isMode(mode)) return refusal('999300002');
    const active = await this.activeMode();
    if (active.interactionMode === mode) return { result: true, interactionMode: mode };
    const frame = await this.#request('interaction_mode_switch', { interaction_mode: mode });
    const result = { ...this.#judge(frame), ...modeOf(frame) };
    if (!result.result) return result;
    this.#mode = mode;
    this.followAudio();
    await this.interrupt();
    return result;
  }

  async #askHeard(text: string, chatId: string): Promise<void> {
    this.#asked(await this.#request('emulator_heard', { text, chat_id: chatId }));
  }

  #asked(frame: Frame): ChatResult {
    const result = this.#judge(frame);
    if (result.result) {
      this.#chatId = textOf(frame.chat_id);
      if (this.#state === 'PLAY') this.#state = 'THINKING';
      this.#context.connection()?.setMood('thinking');
    }
    return { ...result, chatId: this.#chatId };
  }

  async #request(action: string, fields: JsonObject): Promise<Frame> {
    if (!this.#context.isReady()) return { error_code: '999400005', error_msg: refusal('999400005').errorMsg };
    return { ...(await this.#context.request(action, fields)), request: action };
  }

  /** Only one code means success. A reply without a code is a failure without a reason. */
  #judge(frame: Frame, showsErrors = true): UiSdkResult {
    const code = typeof frame.error_code === 'string' ? frame.error_code : undefined;
    const message = textOf(frame.error_msg);
    const isSuccess = code === SUCCESS_CODE;
    if (!isSuccess && code && showsErrors) this.#show(frame, code, message);
    return { result: isSuccess, errorCode: code, errorMsg: message };
  }

  #show(frame: Frame, code: string, message: string): void {
    const isIgnored = (vendorIgnoredCodes as readonly string[]).includes(code);
    if (frame.error_level === 'NO_PROMPT' || code === '999400005' || isIgnored) return;
    const isMinor = frame.error_level === 'MINOR' || MINOR_ACTIONS.has(String(frame.request)) || MINOR_CODES.has(code);
    if (isMinor) this.#context.showToast(message);
    else this.#context.onError(code, message);
  }

  #current(): ChatResult {
    return { result: true, errorCode: SUCCESS_CODE, errorMsg: '', chatId: this.#chatId, sessionId: this.#sessionId };
  }

  #rest(): void {
    this.#context.connection()?.setMood(this.hearing.isOpen ? 'listening' : 'idle');
  }
}

const busyFrame: Frame = {
  error_code: 'MSS.47010147',
  error_msg: refusal('MSS.47010147').errorMsg,
  error_level: 'MINOR',
};

const isMode = (mode: unknown): mode is InteractionMode =>
  (vendorInteractionModes as readonly unknown[]).includes(mode);

const withoutChat = (result: UiSdkResult): ChatResult => ({ ...result, chatId: '' });

const modeOf = (frame: Frame): { interactionMode?: string } =>
  typeof frame.interaction_mode === 'string' ? { interactionMode: frame.interaction_mode } : {};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

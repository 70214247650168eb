// The chat on one job: awake or asleep, spoken or written, and the requests an integrator can make of it. Results, codes
// and quirks are those of HwICSUiSdk 5.0.6. It knows neither jobs nor HTTP.
import { Answering } from './answering';
import type { ChatSocket, Frame } from './chat-socket';
import type { JsonObject } from './http';
import { type ChatResult, refusal, success, type UiSdkResult, withoutChat } from './ics-error';
import type { Line } from './line';
import { Listening } from './listening';
import { checkMicrophone } from './permissions';
import type { SdkConfig } from './sdk-config';
import type { Dispatch, Language } from './sdk-events';

export type InteractionMode = 'AUDIO' | 'TEXT';

export interface StartChatOptions {
  interactionMode?: InteractionMode;
  wakeupType?: string;
  preCheckPermissions?: boolean;
}

export interface ChatContext {
  socket: Pick<ChatSocket, 'request'>;
  line(): Line | null;
  dispatch: Dispatch;
  config(): SdkConfig;
  language(): Language;
  microphoneId(): string | undefined;
  showToast(text: string): void;
  showMicrophoneModal(): void;
  /** A refusal that is more than a toast. */
  onError(code: string, message: string): void;
}

/** Answers to these, and trouble of the connection itself, are never more than a toast. */
const MINOR_ACTIONS = new Set(['start_chat', 'stop_chat', 'interrupt_chat']);
const MINOR_CODES = new Set(['999200002', '999200003']);

export class Chat {
  readonly answering: Answering;
  readonly listening: Listening;
  #active: { chatId: string; sessionId: string; mode: InteractionMode } | null = null;
  #driving: string | null = null;

  constructor(private readonly context: ChatContext) {
    this.answering = new Answering(context.line, context.dispatch, () => this.#restingMood());
    this.listening = new Listening({
      dispatch: context.dispatch,
      language: context.language,
      microphoneId: context.microphoneId,
      isSpeaking: () => this.answering.isSpeaking,
      mayInterrupt: () => context.config().enableVadInterrupt,
      interrupt: () => void this.interrupt(),
      ask: (text, chatId) => void this.#ask('emulator_heard', { text, chat_id: chatId }),
      onTrouble: (code) => context.showToast(refusal(code).errorMsg),
    });
  }

  async start({
    interactionMode = 'AUDIO',
    wakeupType,
    preCheckPermissions = true,
  }: StartChatOptions): Promise<ChatResult> {
    if (this.#active) return this.#started(this.#active);
    if (preCheckPermissions && !(await checkMicrophone(this.context.microphoneId()))) {
      this.context.showMicrophoneModal();
      return withoutChat(refusal('999100004'));
    }
    const fields = { interaction_mode: interactionMode, ...(wakeupType ? { wakeup_type: wakeupType } : {}) };
    const { result, frame } = await this.#request('start_chat', fields);
    if (!result.result) return withoutChat(result);
    this.#active = { chatId: text(frame.chat_id), sessionId: text(frame.session_id), mode: interactionMode };
    this.context.dispatch('enterActive', undefined);
    return this.#started(this.#active);
  }

  async stop(): Promise<ChatResult> {
    const { result, frame } = await this.#request('stop_chat');
    if (result.result) this.sleep();
    return { ...result, chatId: text(frame.chat_id), sessionId: text(frame.session_id) };
  }

  /** The chat ended: asked for, by the cloud's own decision, or with the connection. */
  sleep(): void {
    this.listening.stop();
    this.answering.interrupt();
    if (!this.#active) return;
    this.#active = null;
    this.context.dispatch('enterSleep', undefined);
  }

  async startUserSpeak({ preCheckPermissions = true }: { preCheckPermissions?: boolean }): Promise<UiSdkResult> {
    if (this.answering.isSpeaking && !this.context.config().enableVadInterrupt) return refusal('999400001');
    if (!this.#active) {
      const started = await this.start({ preCheckPermissions });
      if (!started.result) return started;
    } else if (preCheckPermissions && !(await checkMicrophone(this.context.microphoneId()))) {
      this.context.showMicrophoneModal();
      return refusal('999100004');
    }
    const result = await this.listening.start();
    if (result.result) this.context.line()?.setMood('listening');
    else this.context.showToast(result.errorMsg);
    return result;
  }

  async stopUserSpeak(): Promise<UiSdkResult> {
    this.listening.finish();
    if (!this.answering.isSpeaking) this.context.line()?.setMood('idle');
    return success();
  }

  askInWriting(question: string, questionParam?: string): Promise<ChatResult> {
    return this.#ask('text_question', { text: question, ...(questionParam ? { question_param: questionParam } : {}) });
  }

  /** Speaks a text as it is; the pieces of one text share a chat ID. */
  async drive(piece: string, isLast: boolean): Promise<ChatResult> {
    this.#driving ??= crypto.randomUUID();
    const chatId = this.#driving;
    if (isLast) this.#driving = null;
    const { result, frame } = await this.#request('text_drive', { text: piece, is_last: isLast, chat_id: chatId });
    // The cloud sends nothing back of what it was told to say.
    if (result.result) this.answering.say(piece);
    return { ...result, chatId: text(frame.chat_id), sessionId: this.#active?.sessionId ?? '' };
  }

  async interrupt(): Promise<UiSdkResult> {
    const { result } = await this.#request('interrupt_chat');
    if (result.result) this.answering.interrupt();
    return result;
  }

  async activeMode(): Promise<UiSdkResult & { interactionMode: string }> {
    const { result, frame } = await this.#request('active_interaction_mode');
    return { ...result, interactionMode: text(frame.interaction_mode) };
  }

  async switchMode(mode: InteractionMode): Promise<UiSdkResult & { interactionMode: string }> {
    const { result, frame } = await this.#request('interaction_mode_switch', { interaction_mode: mode });
    if (result.result) {
      this.answering.interrupt();
      if (this.#active) this.#active.mode = mode;
      if (mode === 'TEXT') this.listening.stop();
    }
    return { ...result, interactionMode: text(frame.interaction_mode) };
  }

  async request(action: string, fields?: JsonObject): Promise<UiSdkResult> {
    return (await this.#request(action, fields)).result;
  }

  async #ask(action: 'text_question' | 'emulator_heard', fields: JsonObject): Promise<ChatResult> {
    const { result, frame } = await this.#request(action, fields);
    if (result.result && !this.answering.isSpeaking) this.context.line()?.setMood('thinking');
    return { ...result, chatId: text(frame.chat_id), sessionId: text(frame.session_id) };
  }

  async #request(action: string, fields?: JsonObject): Promise<{ result: UiSdkResult; frame: Frame }> {
    const frame = await this.context.socket.request(action, fields);
    const code = text(frame.error_code);
    if (!code || code === 'MSS.00000000') return { result: success(), frame };
    const message = text(frame.error_msg);
    if (frame.error_level === 'MINOR' || MINOR_ACTIONS.has(action) || MINOR_CODES.has(code)) {
      this.context.showToast(message);
    } else if (frame.error_level !== 'NO_PROMPT') {
      this.context.onError(code, message);
    }
    return { result: { result: false, errorCode: code, errorMsg: message }, frame };
  }

  #started({ chatId, sessionId }: { chatId: string; sessionId: string }): ChatResult {
    return { ...success(), chatId, sessionId };
  }

  #restingMood(): 'idle' | 'listening' {
    return this.listening.isOpen ? 'listening' : 'idle';
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

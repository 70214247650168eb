// One job and all that hangs on it: its heartbeat, its chat socket, the line with picture and sound, and the chat.
// A rejoin ends one call and begins another. What to do about trouble is decided by the session.

import type { CallContext } from './call-context';
import { Chat } from './chat';
import { ChatSocket, type Frame } from './chat-socket';
import type { HttpFailure } from './http';
import type { IcsError } from './ics-error';
import { ownErrors } from './ics-error';
import { Job, type JobWatcher } from './job';
import type { Line } from './line';
import type { Language } from './sdk-events';

const silenceWarning: Record<Language, (seconds: number) => string> = {
  en_US: (seconds) => `This conversation will end in ${seconds} s if nothing is said`,
  zh_CN: (seconds) => `${seconds} 秒内无人说话，对话将结束`,
};

export class Call {
  readonly chat: Chat;
  readonly #socket: ChatSocket;
  #line: Line | null = null;
  #isReady = false;
  #isHungUp = false;

  private constructor(
    private readonly context: CallContext,
    private readonly job: Job,
  ) {
    const { surface, dispatch, config, language } = context;
    this.#socket = new ChatSocket({
      address: () => context.api.chatAddress(context.token.value, job.started),
      onPush: (frame) => this.#receive(frame),
      onLost: () => {
        this.chat.sleep();
        this.#toast(ownErrors['999200003']);
      },
      onUnreachable: () => this.#toast(ownErrors['999200001']),
    });
    this.chat = new Chat({
      socket: this.#socket,
      line: () => this.#line,
      dispatch,
      config,
      language,
      microphoneId: () => surface.devices.microphoneId,
      showToast: (text) => this.#toast(text),
      showMicrophoneModal: () => surface.showModal(ownErrors['999100004'], 'OK', () => {}),
      onError: (code, message) => context.onError({ code, message, module: 'WEBSOCKET' }),
    });
  }

  /** Rejects with an HttpFailure when the cloud does not start a job. */
  static async start(context: CallContext): Promise<Call> {
    return new Call(context, await Job.start(context.api, context.token, context.extendParam));
  }

  get info(): { jobId: string; websocketAddr: string; jobInfo: Record<string, unknown> } {
    const { jobId, chatHost, chatInfo } = this.job.started;
    return { jobId, websocketAddr: chatHost ?? '', jobInfo: chatInfo };
  }

  get line(): Line | null {
    return this.#line;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  open(): void {
    this.job.watch(this.#watcher);
    void this.#socket.connect();
    void this.#join();
  }

  /** Picture and sound end; the job goes on. */
  hangUp(): void {
    this.#isHungUp = true;
    this.context.line.close();
    this.#line = null;
    this.context.surface.hideModal();
    this.context.surface.showCaption('');
    this.#setReady(false);
  }

  /** Resolves when the cloud has let go of the job. Never rejects. */
  async close(): Promise<void> {
    this.job.unwatch();
    this.chat.listening.stop();
    this.#socket.close();
    this.hangUp();
    await this.job.stop();
  }

  async #join(): Promise<void> {
    const { surface, config, muted } = this.context;
    try {
      const line = await this.context.line.open({
        stage: surface.stage,
        autoPlay: config().autoPlayRemoteVideo,
        muted: muted(),
        onPlaybackBlocked: () => surface.showPlaybackModal(() => void this.#line?.play()),
        onPlaybackAllowed: () => surface.hideModal(),
        onVoiceProblem: (cause) => this.context.warn('the voice failed, the lips move in silence', cause),
        onCaption: (sentence) => surface.showCaption(config().enableCaption ? sentence : ''),
      });
      if (this.#isHungUp) return;
      this.#line = line;
      line.setMuted(muted());
      this.#setReady(true);
    } catch (error) {
      if (this.#isHungUp) return;
      this.context.onError({ code: '90100026', message: String(error), module: 'RTC' });
    }
  }

  readonly #watcher: JobWatcher = {
    onBeat: () => this.context.surface.errorPage.clear('HTTP'),
    onBeatFailed: (failure) => this.context.onError(httpError(failure)),
    onLost: () => this.context.onRejoinDue(),
    onFinished: (reason) => {
      this.#socket.close();
      this.chat.sleep();
      this.hangUp();
      this.context.onJobFinished(this.job.id, reason);
    },
  };

  #receive(frame: Frame): void {
    this.#pushes[frame.action ?? '']?.(frame);
  }

  readonly #pushes: Record<string, (frame: Frame) => void> = {
    enter_sleep: () => this.chat.sleep(),
    start_speaking: (frame) => this.chat.answering.start(String(frame.chat_id)),
    semantic_recognized: (frame) => this.chat.answering.recognize(frame),
    accept_new_question: (frame) => void this.chat.answering.finish(String(frame.chat_id)),
    transparent_transmission: (frame) => this.#mention(String(frame.message)),
    error: (frame) => this.#receiveError(frame),
    change_language: (frame) => this.context.onLanguage(String(frame.language)),
    emulator_push: (frame) => {
      if (frame.event === 'poll-state') void this.job.beat(this.#watcher);
      else this.context.onRtcEvent(String(frame.event), Number(frame.after_ms ?? 0), frame.forever === true);
    },
  };

  #receiveError({ error_code: code, error_msg: message, error_level: level }: Frame): void {
    if (level === 'NO_PROMPT') return;
    if (level === 'MINOR') this.#toast(String(message));
    else this.context.onError({ code: code ? String(code) : undefined, message: String(message), module: 'WEBSOCKET' });
  }

  /** The only message known to come this way: the job will be ended for silence. */
  #mention(message: string): void {
    const { action, param } = JSON.parse(message) as { action?: string; param?: { rest_time?: number } };
    if (action !== 'exit_mute_alert') return;
    const restTime = Number(param?.rest_time ?? 0);
    this.#toast(silenceWarning[this.context.language()](Math.round(restTime / 1000)));
    this.context.dispatch('jobEndMention', { jobId: this.job.id, restTime });
  }

  #setReady(isReady: boolean): void {
    if (this.#isReady === isReady) return;
    this.#isReady = isReady;
    const { jobId, websocketAddr, jobInfo } = this.info;
    this.context.dispatch('jobInfoChange', { jobId, websocketAddr, isReady, chatInfo: jobInfo });
  }

  #toast(text: string): void {
    if (this.context.config().enableWeakErrorInfo) this.context.surface.showToast(text);
  }
}

export const httpError = (failure: HttpFailure): IcsError => ({
  code: failure.code,
  message: failure.message,
  module: 'HTTP',
});

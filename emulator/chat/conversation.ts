/** One conversation over one WebSocket: awake or asleep, written or spoken, one answer at a time. */
import { VendorError } from '../errors';
import type { ChatConnection, Frame, Job } from '../job';
import { endJob } from '../job-end';
import { randomValue } from '../random-value';
import type { CloudState } from '../state';
import type { AnswerSource, Piece, Turn } from './answer-source';
import { type ChatRequest, chatRequest, unknownRequest } from './requests';
import { Utterance } from './utterance';

type RequestOf<Action extends ChatRequest['action']> = Extract<ChatRequest, { action: Action }>;
type AnsweredRequest = Exclude<ChatRequest, { action: 'ping' }>;

/** Guess: the vendor has a limit (MSS.47010145) and documents no number. */
const MAX_QUESTION_LENGTH = 1000;

/** How many turns to keep for an LLM callback, whose own setting may send fewer. */
const REMEMBERED_TURNS = 99;

/** The SDK treats a reply without this code as a failure. */
const success = { error_code: 'MSS.00000000', error_msg: '' };

interface Chat {
  chatId: string;
  sessionId: string;
  mode: 'TEXT' | 'AUDIO';
}

export class Conversation implements Omit<ChatConnection, 'close'> {
  readonly #utterance: Utterance;
  #chat: Chat | undefined;
  #history: Turn[] = [];
  #pongsToMiss = 0;

  readonly job: Job;
  readonly cloud: CloudState;
  readonly answers: AnswerSource;
  readonly transport: { send(frame: Frame): void; hangUp(reason: string): void };

  constructor(
    job: Job,
    cloud: CloudState,
    answers: AnswerSource,
    transport: { send(frame: Frame): void; hangUp(reason: string): void },
  ) {
    this.job = job;
    this.cloud = cloud;
    this.answers = answers;
    this.transport = transport;

    this.#utterance = new Utterance((frame) => this.send(frame), cloud.clock);
  }

  get isAwake(): boolean {
    return this.#chat !== undefined;
  }

  send(frame: Frame): void {
    this.transport.send(frame);
  }

  /** Speaks without a question, for `POST /emulator/push`. */
  say(pieces: readonly (string | null)[]): void {
    this.#utterance.cutShort();
    this.#speak('', this.#utterance.takeChatId(), async function* () {
      yield* pieces;
    });
  }

  missPongs(count: number): void {
    this.#pongsToMiss = count;
  }

  /** Ends the chat from the server's side; the client sends `stop_chat`. */
  sleep(): void {
    this.send({ action: 'enter_sleep', ...this.#endChat() });
  }

  /** The socket closed, which ends the chat. */
  dispose(): void {
    this.#endChat();
  }

  receive(message: unknown): void {
    const parsed = chatRequest.safeParse(message);
    if (!parsed.success) {
      const request = unknownRequest.safeParse(message).data ?? { action: 'unknown', request_id: '' };
      this.#reject(request, new VendorError('MSS.00000003'));
    } else if (parsed.data.action === 'ping') {
      this.#pong();
    } else {
      this.#receiveRequest(parsed.data);
    }
  }

  #pong(): void {
    if (this.#pongsToMiss > 0) this.#pongsToMiss -= 1;
    else this.send({ action: 'pong', speak_status: this.#utterance.isUnderWay ? 'SPEAKING' : 'NOT_SPEAKING' });
  }

  #receiveRequest(request: AnsweredRequest): void {
    this.job.recordActivity(this.cloud.now(this.job.session.user));
    try {
      this.#carryOut(request);
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      this.#reject(request, error);
    }
  }

  #carryOut(request: AnsweredRequest): void {
    switch (request.action) {
      case 'start_chat':
        this.#startChat(request);
        break;
      case 'stop_chat':
        this.#respond(request, this.#endChat());
        break;
      case 'stop_job':
        this.#respond(request, { job_id: this.job.id });
        endJob(this.cloud, this.job, 'NORMAL');
        this.transport.hangUp('job stopped');
        break;
      case 'interrupt_chat':
        // The vendor's one exception: not "…_rsp".
        this.send({
          action: 'interrupt_result',
          request_id: request.request_id,
          ...success,
          chat_id: this.#utterance.chatId,
        });
        void this.#utterance.interrupt();
        break;
      case 'active_interaction_mode':
        this.#respond(request, { interaction_mode: this.#chat?.mode ?? '' });
        break;
      case 'interaction_mode_switch':
        if (this.#chat) this.#chat.mode = request.interaction_mode;
        this.#respond(request, { interaction_mode: request.interaction_mode });
        break;
      case 'text_question':
        if (this.#chat?.mode !== 'TEXT') throw new VendorError('MSS.47010144');
        this.#ask(request, this.#chat);
        break;
      case 'emulator_heard':
        if (this.#chat?.mode !== 'AUDIO') throw new VendorError('MSS.47010144');
        this.#ask(request, this.#chat);
        break;
      case 'text_drive':
        this.#drive(request);
        break;
      case 'change_language':
        this.job.language = request.language;
        this.#respond(request, { language: request.language });
        this.send({ action: 'change_language', language: request.language });
        break;
      case 'start_record':
        this.#respond(request, {});
        break;
      case 'stop_record':
        this.#respond(request, {});
        this.send({ action: 'record_complete' });
        break;
    }
  }

  #startChat(request: RequestOf<'start_chat'>): void {
    if (!this.#chat) {
      this.#chat = { chatId: randomValue(32), sessionId: randomValue(32), mode: request.interaction_mode };
      this.cloud.record(this.job.session.user, 'chat-started', { jobId: this.job.id });
    }
    const { chatId, sessionId, mode } = this.#chat;
    this.#respond(request, { chat_id: chatId, session_id: sessionId, interaction_mode: mode });
  }

  #endChat(): { chat_id: string; session_id: string } {
    this.#utterance.drop();
    const { chatId, sessionId } = this.#chat ?? { chatId: '', sessionId: '' };
    if (this.#chat) this.cloud.record(this.job.session.user, 'chat-stopped', { jobId: this.job.id });
    this.#chat = undefined;
    return { chat_id: chatId, session_id: sessionId };
  }

  #ask(request: RequestOf<'text_question' | 'emulator_heard'>, { sessionId }: Chat): void {
    const text = request.text.trim();
    if (text === '') throw new VendorError('MSS.47010146');
    if (text.length > MAX_QUESTION_LENGTH) throw new VendorError('MSS.47010145');
    if (this.#utterance.isUnderWay) throw new VendorError('MSS.47010147');
    // A spoken question keeps the ID under which the page recognised it.
    const chatId = request.action === 'emulator_heard' ? request.chat_id : this.#utterance.takeChatId();
    this.#respond(request, { chat_id: chatId, session_id: sessionId });
    this.cloud.record(this.job.session.user, 'question-asked', { jobId: this.job.id });
    const language = this.job.language === 'CN' ? 'zh_CN' : 'en_US';
    const history = [...this.#history];
    const { extendParam, session } = this.job;
    const { clock } = this.cloud;
    this.#speak(text, chatId, (signal) =>
      this.answers(text, {
        robotId: session.robotId,
        language,
        history,
        sessionId,
        extendParam,
        takeFault: () => this.cloud.takeFault('llm-callback', session.user),
        now: () => clock.now(),
        pause: (ms) => clock.pause(ms, signal),
        signal,
      }),
    );
  }

  #speak(question: string, chatId: string, think: (signal: AbortSignal) => AsyncIterable<string | null | Piece>): void {
    const onSaid = (answer: string) => {
      if (question) this.#history = [...this.#history, { question, answer }].slice(-REMEMBERED_TURNS);
    };
    this.#utterance.answer({ chatId, sessionId: this.#chat?.sessionId ?? '', questionText: question, think, onSaid });
  }

  #drive(request: RequestOf<'text_drive'>): void {
    const chatId = request.chat_id ?? randomValue(32);
    if (this.#utterance.isUnderWay && this.#utterance.chatId !== chatId) throw new VendorError('MSS.47010147');
    this.#respond(request, { chat_id: chatId });
    this.#utterance.drive(chatId, this.#chat?.sessionId ?? '', request.is_last);
  }

  #respond(request: { action: string; request_id: string }, fields: object): void {
    this.send({ action: `${request.action}_rsp`, request_id: request.request_id, ...success, ...fields });
  }

  /** MINOR: the SDK shows a toast and dispatches no `error` event. */
  #reject(request: { action: string; request_id: string }, error: VendorError): void {
    this.#respond(request, { ...error.toJSON(), error_level: 'MINOR' });
  }
}

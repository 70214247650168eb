/**
 * Call 5, the chat WebSocket: checks who may connect, applies requested faults, and passes frames in and out as JSON.
 */
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { spendSocketToken } from '../browser-api/tokens';
import { VendorError } from '../errors';
import type { Fault } from '../faults';
import { MALFORMED_BODY } from '../faults';
import { isLoopbackOrigin, isOwnHost } from '../guard';
import type { ChatConnection, Job } from '../job';
import type { CloudState } from '../state';
import type { AnswerSource } from './answer-source';
import { Conversation } from './conversation';

const PATH = '/v1/digital-human-chat/chat';

/** A frame holds a question, not a file. */
const MAX_FRAME_BYTES = 64 * 1024;

export class ChatSockets {
  /** Upgraded, connecting or hanging connections. The HTTP server does not close them. */
  readonly #sockets = new Set<Duplex>();
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES });

  readonly cloud: CloudState;
  readonly answers: AnswerSource;

  constructor(cloud: CloudState, answers: AnswerSource) {
    this.cloud = cloud;
    this.answers = answers;
  }

  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // Without a listener, a connection reset during a delay would end the process.
    socket.on('error', () => socket.destroy());
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    const { host, origin } = request.headers;
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (!isOwnHost(host, request.socket.localPort)) return refuse(socket, 421);
    if (origin !== undefined && !isLoopbackOrigin(origin)) return refuse(socket, 403);
    if (url.pathname !== PATH) return refuse(socket, 404, new VendorError('APIG.0101'));

    const token = url.searchParams.get('token') ?? '';
    const fault = this.cloud.takeFault('chat', this.cloud.tokens.get(token)?.session.user);
    if (fault?.delayMs) await this.cloud.clock.pause(fault.delayMs);
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'drop') return void socket.destroy();
    if (fault?.status !== undefined) return refuse(socket, fault.status, VendorError.ofStatus(fault.status));
    try {
      const session = spendSocketToken(this.cloud, token);
      const job = this.cloud.jobs.get(url.searchParams.get('job_id') ?? '');
      if (job?.session.robotId !== session.robotId || !job.isRunning) throw new VendorError('MSS.47010106');
      this.#server.handleUpgrade(request, socket, head, (ws) => this.#open(ws, job, fault));
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      refuse(socket, error.status, error);
    }
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #open(ws: WebSocket, job: Job, fault: Fault | undefined): void {
    const { user } = job.session;
    ws.on('error', () => ws.terminate());
    if (fault?.kind === 'malformed') ws.send(MALFORMED_BODY);
    if (fault?.errorCode) {
      const { error_code, error_msg } = new VendorError(fault.errorCode).toJSON();
      ws.send(JSON.stringify({ action: 'error', error_code, error_msg, error_level: 'MAJOR' }));
      ws.close(1000, 'refused');
      return;
    }
    const connection = this.#connectionOf(ws, job);
    this.cloud.record(user, 'socket-opened', { jobId: job.id });
    ws.on('close', (code) => {
      connection.conversation.dispose();
      job.disconnect(connection);
      this.cloud.record(user, 'socket-closed', { jobId: job.id, code });
    });
    ws.on('message', (data) => connection.conversation.receive(parseJson(data.toString())));
    job.connect(connection);
  }

  #connectionOf(ws: WebSocket, job: Job): ChatConnection & { conversation: Conversation } {
    const conversation = new Conversation(job, this.cloud, this.answers, {
      send: (frame) => ws.readyState === ws.OPEN && ws.send(JSON.stringify(frame)),
      hangUp: (reason) => ws.close(1000, reason),
    });
    return {
      conversation,
      get isAwake() {
        return conversation.isAwake;
      },
      send: (frame) => conversation.send(frame),
      say: (pieces) => conversation.say(pieces),
      sleep: () => conversation.sleep(),
      missPongs: (count) => conversation.missPongs(count),
      close: (code, reason) => ws.close(code, reason),
    };
  }
}

/** Answers text that is not JSON like any other invalid frame. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(socket: Duplex, status: number, body: object = {}): void {
  const text = JSON.stringify(body);
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\ncontent-type: application/json`;
  socket.end(`${head}\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`);
}

/** Starts and stops an emulator for the command line, scripts and tests. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createApp } from './app';
import type { AnswerSource } from './chat/answer-source';
import { ChatSockets } from './chat/chat-socket';
import { consoleAnswers } from './chat/console-answers';
import type { LlmCallbackSettings } from './chat/llm-callback';
import { type Clock, realClock } from './clock';
import { loadStandInFiles, type StandInFiles } from './stand-in-files';
import { CloudState } from './state';
import { voiceRoute } from './voice/route';
import type { SpeechServerSettings } from './voice/speech-server-settings';

export interface EmulatorOptions {
  /** The port. 0 chooses a free one. */
  port: number;
  clock?: Clock;
  /** The LLM callback that the console sets for each digital human. Without it the emulator answers by itself. */
  llm?: LlmCallbackSettings | undefined;
  /** Speaks in place of Flite. */
  speechServer?: SpeechServerSettings | undefined;
  /** Answers for every digital human, whatever the console sets. */
  answers?: AnswerSource;
  files?: StandInFiles;
  /**
   * Once codes per second. Off by default, because parallel tests are one tenant. MetaStudio's limit is 20 in
   * cn-north-4.
   */
  onceCodesPerSecond?: number;
  /**
   * Calls per second of every other target of the server API. MetaStudio documents none; the gateway's usual limit is
   * 200.
   */
  serverCallsPerSecond?: number;
}

export interface Emulator {
  url: string;
  port: number;
  close(): Promise<void>;
}

export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const cloud = new CloudState(options.clock ?? realClock, options.llm);
  const files = options.files ?? (await loadStandInFiles());
  const { onceCodesPerSecond, serverCallsPerSecond } = options;
  const voice = voiceRoute(options.speechServer);
  const app = createApp({ cloud, files, voice, onceCodesPerSecond, serverCallsPerSecond });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  const sockets = new ChatSockets(cloud, options.answers ?? consoleAnswers(cloud));
  server.on('upgrade', (request, socket, head) => {
    sockets.upgrade(request, socket, head).catch((error: unknown) => {
      console.error('emulator: the WebSocket could not be opened:', error);
      socket.destroy();
    });
  });
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, close: () => close(server, sockets) };
}

/** Loopback only: the demo credentials are public. */
async function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(isTaken ? new Error(`Port ${port} is taken. Set EMULATOR_PORT to a free one.`) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

async function close(server: Server, sockets: ChatSockets): Promise<void> {
  sockets.close();
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    // Keep-alive connections and hanging calls would keep it open forever.
    server.closeAllConnections();
  });
}

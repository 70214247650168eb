/** Starts and stops an emulator: for the command line, for scripts and for tests. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createApp } from './app';
import { ChatSockets } from './chat/chat-socket';
import type { Mind } from './chat/mind';
import { ownAnswer } from './chat/own-answer';
import { type Clock, realClock } from './clock';
import { Throttle } from './cloud/throttle';
import { loadStandInFiles, type StandInFiles } from './stand-in-files';
import { CloudState } from './state';
import { voice } from './voice/route';

export interface EmulatorOptions {
  /** 0 takes a free one. */
  port: number;
  clock?: Clock;
  mind?: Mind;
  files?: StandInFiles;
  /** MetaStudio's own limit is 20 in cn-north-4. Off unless given: tests in parallel are one tenant. */
  onceCodesPerSecond?: number;
}

export interface Emulator {
  url: string;
  port: number;
  close(): Promise<void>;
}

export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const cloud = new CloudState(options.clock ?? realClock);
  const files = options.files ?? (await loadStandInFiles());
  const throttle = options.onceCodesPerSecond ? new Throttle(options.onceCodesPerSecond) : undefined;
  const app = createApp({ cloud, files, voice, throttle });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  const sockets = new ChatSockets(cloud, options.mind ?? ownAnswer);
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
    // Keep-alive connections, and calls that hang, would keep it open forever.
    server.closeAllConnections();
  });
}

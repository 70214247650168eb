/**
 * For tests: a server with the part of Redis's protocol that tests need, for answers that a real Redis rarely gives:
 * read-only, full, loading, silent. The test decides how each command is answered.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';

/** An answer in RESP: `+OK`, `-READONLY …`, `:1`; `undefined` for none. */
export type RedisAnswer = string | undefined;

export class FakeRedis {
  answer: (command: string[]) => RedisAnswer = () => '+OK';
  /** The number of all connections so far. */
  connections = 0;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server = createServer((socket) => this.#serve(socket));

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `redis://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #serve(socket: Socket): void {
    this.connections += 1;
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {}); // the client may close the connection at any time
    let received = '';
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('utf8');
      for (let next = firstCommand(received); next; next = firstCommand(received)) {
        received = received.slice(next.length);
        const answer = isHandshake(next.command) ? '+OK' : this.answer(next.command);
        if (answer !== undefined) socket.write(`${answer}\r\n`);
      }
    });
  }
}

const isHandshake = ([name = '']: string[]) => /^(client|info|select|hello)$/i.test(name);

/** Parses `*2 $3 GET $1 k`, in which each part has its own line. */
function firstCommand(text: string): { command: string[]; length: number } | undefined {
  const lines = text.split('\r\n');
  const parts = Number(lines[0]?.slice(1));
  if (!lines[0]?.startsWith('*') || lines.length < 2 + 2 * parts) return undefined;
  const command = Array.from({ length: parts }, (_, index) => lines[2 + 2 * index] ?? '');
  return { command, length: Buffer.byteLength(lines.slice(0, 1 + 2 * parts).join('\r\n')) + 2 };
}

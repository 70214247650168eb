/** Forwards TCP connections and can redirect them, delay them, or drop their data without an error. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export class TcpForwarder {
  /** The target of connections opened from now on. */
  target: number;
  /** The delay of all data from the target. */
  delayMs = 0;
  #server: Server | undefined;
  readonly #pairs = new Set<[Socket, Socket]>();
  #swallowed = new WeakSet<Socket>();

  constructor(target: number) {
    this.target = target;
  }

  async start(): Promise<number> {
    const server = createServer((near) => this.#forward(near));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  /** Drops all data of the current connections and keeps them open. */
  swallow(): void {
    for (const pair of this.#pairs) for (const socket of pair) this.#swallowed.add(socket);
  }

  /** Closes the current connections, like a failover. */
  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  #forward(near: Socket): void {
    const far = connect(this.target, '127.0.0.1');
    const pair: [Socket, Socket] = [near, far];
    this.#pairs.add(pair);
    near.on('data', (chunk) => {
      if (!this.#swallowed.has(near)) far.write(chunk);
    });
    far.on('data', (chunk) => {
      if (this.#swallowed.has(far)) return;
      if (this.delayMs === 0) near.write(chunk);
      else setTimeout(() => near.write(chunk), this.delayMs);
    });
    for (const socket of pair) {
      socket.on('error', () => {}); // "close" follows
      socket.on('close', () => {
        this.#pairs.delete(pair);
        if (this.#swallowed.has(socket)) return;
        near.destroy();
        far.destroy();
      });
    }
  }
}

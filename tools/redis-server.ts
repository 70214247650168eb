/** A real Redis as a child process. Without a `redis-server` on this machine its users skip and report that. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { Redis } from 'ioredis';
import { until } from '../scripts/until';

export const hasRedisServer = (): boolean => spawnSync('redis-server', ['--version']).status === 0;

export class RedisServer {
  readonly url: string;
  #child: ChildProcess | undefined;

  readonly #port: number;

  constructor(port: number) {
    this.#port = port;

    this.url = `redis://127.0.0.1:${port}`;
  }

  async start(): Promise<void> {
    const memoryOnly = ['--save', '', '--appendonly', 'no'];
    this.#child = spawn('redis-server', ['--port', String(this.#port), '--bind', '127.0.0.1', ...memoryOnly], {
      stdio: 'ignore',
    });
    const probe = new Redis(this.url, { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => 50 });
    probe.on('error', () => {}); // expected until Redis is up
    await until(async () => (await probe.ping()) === 'PONG', 'Redis');
    probe.disconnect();
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    this.#child = undefined;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
}

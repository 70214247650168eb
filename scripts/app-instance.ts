/**
 * One running instance of the app as a child process, with its log: for fault runs, benchmarks and the proof of
 * packaging.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { NEXT, quietNext } from './local-stack';
import { untilUp } from './until';

export interface AppOptions {
  port: number;
  env: Record<string, string>;
  /** The program and its arguments. Default: `next start` on the build in `.next`. */
  args?: string[];
  /** The working directory. Default: this repository. */
  cwd?: string;
  /** The user ID to run as. Needs root. */
  uid?: number;
}

const repository = fileURLToPath(new URL('..', import.meta.url));

export type LogLine = Record<string, unknown>;

export class AppInstance {
  readonly url: string;
  readonly exited: Promise<number | NodeJS.Signals>;
  #output = '';
  readonly #child: ChildProcess;

  private constructor({ port, env, args, cwd = repository, uid }: AppOptions) {
    this.url = `http://localhost:${port}`;
    this.#child = spawn(process.execPath, args ?? [NEXT, 'start', '--port', String(port)], {
      cwd,
      // Without this process's own environment: a setting there must not change a result.
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...quietNext, PORT: String(port), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.#output += chunk;
      });
    }
    this.exited = new Promise((resolve) =>
      this.#child.once('exit', (code, signal) => resolve(code ?? signal ?? 'SIGKILL')),
    );
    running.add(this);
    void this.exited.then(() => running.delete(this));
  }

  /** @throws with the instance's output when it ends instead of starting */
  static async start(options: AppOptions): Promise<AppInstance> {
    const instance = new AppInstance(options);
    const ended = instance.exited.then((code) => {
      throw new Error(`The app ended with ${code}:\n${instance.output}`);
    });
    await Promise.race([untilUp(`${instance.url}/api/health`), ended]);
    ended.catch(() => {}); // after the start, an end is expected
    return instance;
  }

  /** For an instance that must not start. */
  static async startAndEnd(options: AppOptions): Promise<{ code: number | NodeJS.Signals; output: string }> {
    const instance = new AppInstance(options);
    const code = await instance.exited;
    return { code, output: instance.output };
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the app did not start');
    return this.#child.pid;
  }

  get output(): string {
    return this.#output;
  }

  get log(): LogLine[] {
    const wholeLines = this.#output.split('\n').slice(0, -1);
    return wholeLines.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as LogLine] : []));
  }

  events(name: string): LogLine[] {
    return this.log.filter(({ event }) => event === name);
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async stop(): Promise<void> {
    this.kill('SIGKILL');
    await this.exited;
  }
}

const running = new Set<AppInstance>();

/** Stops everything that this process started, after any failure. */
export const stopAllInstances = () => Promise.all([...running].map((instance) => instance.stop()));

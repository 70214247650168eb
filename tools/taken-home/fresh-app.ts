/** A new app in a temporary folder, and the commands that run in it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { quietNext } from '../../scripts/local-stack';
import { untilUp } from '../../scripts/until';
import type { Expectations } from '../expectations';

const LAST_LINES = 30;

export class FreshApp {
  readonly folder: string;
  readonly #parent = mkdtempSync(join(tmpdir(), 'taken-home-'));
  #server: ChildProcess | undefined;

  readonly name: string;
  readonly #outcome: Expectations;

  /** @param create the arguments of `npx` that create the app in a folder named `app` */
  constructor(name: string, outcome: Expectations, create: string[]) {
    this.name = name;
    this.#outcome = outcome;

    this.folder = join(this.#parent, 'app');
    this.must('is created', 'npx', ['--yes', ...create], this.#parent);
    this.must('installs', 'npm', ['install', '--no-audit', '--no-fund']);
  }

  write(files: Record<string, string>): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), content);
    }
  }

  /** One row of the result: `passes`, or the end of the command's output. */
  check(what: string, command: string, args: string[]): void {
    const { status, output } = this.#run(command, args, this.folder);
    this.#outcome.expect(`${this.name}: ${what}`, status === 0 ? 'passes' : `\n${lastLines(output)}\n`, 'passes');
  }

  /** @throws with the command's output, because later steps cannot work */
  must(what: string, command: string, args: string[], cwd = this.folder): void {
    console.log(`${this.name} ${what} …`);
    const { status, output } = this.#run(command, args, cwd);
    if (status !== 0)
      throw new Error(`${this.name} ${what}: ${command} ${args.join(' ')} failed:\n${lastLines(output)}`);
  }

  async serve(args: string[], url: string, env: Record<string, string>): Promise<void> {
    this.#server = spawn(process.execPath, args, {
      cwd: this.folder,
      env: { ...process.env, ...quietNext, NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await untilUp(url);
  }

  async remove(): Promise<void> {
    const server = this.#server;
    if (server && server.exitCode === null) {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGKILL');
      await ended;
    }
    rmSync(this.#parent, { recursive: true, force: true });
  }

  #run(command: string, args: string[], cwd: string): { status: number | null; output: string } {
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      cwd,
      encoding: 'utf8',
      // `CI` prevents questions of the generators.
      env: { ...process.env, ...quietNext, CI: '1' },
      shell: process.platform === 'win32',
    });
    return { status, output: error ? error.message : `${stdout}${stderr}` };
  }
}

const lastLines = (text: string) => text.trimEnd().split('\n').slice(-LAST_LINES).join('\n');

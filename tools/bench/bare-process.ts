/** Runs `bare-server.mjs` as a separate process, which takes its load off this one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export class BareProcess {
  url = '';
  mostInASecond = 0;

  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(kind: 'cloud' | 'empty'): Promise<BareProcess> {
    const script = fileURLToPath(new URL('./bare-server.mjs', import.meta.url));
    const child = spawn(process.execPath, [script, kind], { stdio: ['ignore', 'pipe', 'inherit'] });
    const bare = new BareProcess(child);
    await new Promise<void>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the bare server ended with ${code}`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        const said = JSON.parse(line) as { port?: number; mostInASecond?: number };
        if (said.mostInASecond !== undefined) bare.mostInASecond = said.mostInASecond;
        if (said.port === undefined) return;
        bare.url = `http://127.0.0.1:${said.port}`;
        resolve();
      });
    });
    return bare;
  }

  stop(): void {
    this.#child.kill('SIGKILL');
  }
}

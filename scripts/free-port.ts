/** Ports to listen on: the one a person asked for, or any. */
import { createServer } from 'node:net';

/** @throws with the setting to change, when the port is malformed or taken */
export async function freePort(setting: 'PORT' | 'EMULATOR_PORT', fallback: number): Promise<number> {
  const value = process.env[setting] || String(fallback);
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`${setting} is "${value}": it must be a number from 1 to 65535.`);
  }
  for (const host of ['127.0.0.1', '::']) {
    if (await isTaken(port, host)) {
      throw new Error(`Port ${port} is taken. Stop what uses it, or choose another: ${setting}=${port + 1}`);
    }
  }
  return port;
}

function isTaken(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    probe.listen(port, host, () => probe.close(() => resolve(false)));
  });
}

/** A port that is free now; another process may take it. */
export function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

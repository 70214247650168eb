/** Ports to listen on: a requested one, or any. */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** @throws with the setting to change, when the port is malformed or occupied */
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

/** For the app and the emulator beside it. @throws as `freePort` does, and when both settings name one port */
export async function stackPorts(): Promise<{ port: number; emulatorPort: number }> {
  const port = await freePort('PORT', 3000);
  const emulatorPort = await freePort('EMULATOR_PORT', 4010);
  if (port === emulatorPort)
    throw new Error(`Port ${port} is both PORT and EMULATOR_PORT. Choose another: EMULATOR_PORT=${port + 1}`);
  return { port, emulatorPort };
}

function isTaken(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    probe.listen(port, host, () => probe.close(() => resolve(false)));
  });
}

/** Below the ports that systems assign to connections, so none of them uses it before the caller does. */
const [MIN_PORT, MAX_PORT] = [20_000, 32_767];

/** Returns a port that is free now. Random, because other processes choose one, too. */
export async function anyFreePort(): Promise<number> {
  const port = randomInt(MIN_PORT, MAX_PORT + 1);
  return (await isTaken(port, '127.0.0.1')) || (await isTaken(port, '::')) ? anyFreePort() : port;
}

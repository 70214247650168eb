import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { anyFreePort, stackPorts } from './free-port';

afterEach(() => vi.unstubAllEnvs());

const setPorts = (port: string, emulatorPort: string) => {
  vi.stubEnv('PORT', port);
  vi.stubEnv('EMULATOR_PORT', emulatorPort);
};

it('uses the two requested ports', async () => {
  const [port, emulatorPort] = [await anyFreePort(), await anyFreePort()];
  setPorts(String(port), String(emulatorPort));
  expect(await stackPorts()).toEqual({ port, emulatorPort });
});

it('names the setting of an occupied, malformed or repeated port', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const taken = (server.address() as AddressInfo).port;
  const free = String(await anyFreePort());
  setPorts(free, String(taken));
  await expect(stackPorts()).rejects.toThrow(`Port ${taken} is taken.`);
  server.close();
  setPorts('80800', free);
  await expect(stackPorts()).rejects.toThrow('PORT is "80800"');
  setPorts(free, free);
  await expect(stackPorts()).rejects.toThrow(`Port ${free} is both PORT and EMULATOR_PORT.`);
});

import { expect, it } from 'vitest';
import { emulatorPerTest, startTestEmulator } from './test-client';

const emulator = emulatorPerTest();

it('reports when the emulator is ready', async () => {
  expect(await (await emulator.client.request('/')).json()).toEqual({ ready: true });
});

it('reports an occupied port', async () => {
  await expect(startTestEmulator({ port: emulator.port })).rejects.toThrow(
    `Port ${emulator.port} is taken. Set EMULATOR_PORT to a free one.`,
  );
});

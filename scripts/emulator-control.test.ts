import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../emulator/start';
import { EmulatorControl } from './emulator-control';

let emulator: Emulator;
let control: EmulatorControl;
beforeAll(async () => {
  emulator = await startEmulator({ port: 0, files: new Map() });
  control = new EmulatorControl(emulator.url);
});
afterAll(() => emulator.close());

it('throws when the emulator refuses a request', async () => {
  await expect(control.of('ada').fault({ target: 'once-code' })).rejects.toThrow('Say how it fails');
  await expect(control.of('ada').push('kick-out')).rejects.toThrow('no live session');
});

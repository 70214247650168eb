/** `npm run dev`: `next dev` with the emulator beside it. */
import { freePort } from './free-port';
import {
  brainSettings,
  callbackSettings,
  demoSignIn,
  EMULATOR,
  emulatorSettings,
  NEXT,
  runStack,
  startNode,
} from './local-stack';

await runStack(async () => {
  const port = await freePort('PORT', 3000);
  const emulatorPort = await freePort('EMULATOR_PORT', 4010);
  startNode('emulator', EMULATOR, { EMULATOR_PORT: String(emulatorPort), ...callbackSettings(port) })();
  startNode('app', [NEXT, 'dev', '--port', String(port)], {
    ...emulatorSettings(emulatorPort),
    ...brainSettings(port),
    ...demoSignIn(),
  })();
});

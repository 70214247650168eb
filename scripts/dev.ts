/** `npm run dev`: `next dev` with the emulator beside it. */
import { stackPorts } from './free-port';
import {
  brainEnvironment,
  callbackSettings,
  demoSignInSettings,
  EMULATOR,
  emulatorSettings,
  NEXT,
  runStack,
  startNode,
} from './local-stack';

await runStack(async () => {
  const { port, emulatorPort } = await stackPorts();
  startNode('emulator', EMULATOR, { EMULATOR_PORT: String(emulatorPort), ...callbackSettings(port) })();
  startNode('app', [NEXT, 'dev', '--port', String(port)], {
    ...emulatorSettings(emulatorPort),
    ...brainEnvironment(port),
    ...demoSignInSettings(),
  })();
});

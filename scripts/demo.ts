/** `npm run demo`: builds the app, starts it with the emulator, and prints its address. */
import { stackPorts } from './free-port';
import {
  brainEnvironment,
  callbackSettings,
  demoSignInSettings,
  EMULATOR,
  emulatorSettings,
  NEXT,
  runNode,
  runStack,
  startNode,
} from './local-stack';
import { untilUp } from './until';

await runStack(async () => {
  const { port, emulatorPort } = await stackPorts();
  console.error('Building the app, which takes about half a minute …');
  await runNode('build', [NEXT, 'build'], { NODE_ENV: 'production' });
  startNode('emulator', EMULATOR, { EMULATOR_PORT: String(emulatorPort), ...callbackSettings(port) });
  await untilUp(`http://127.0.0.1:${emulatorPort}/`);
  const showAppLog = startNode('app', [NEXT, 'start', '--port', String(port)], {
    ...emulatorSettings(emulatorPort),
    ...brainEnvironment(port),
    ...demoSignInSettings(),
    NODE_ENV: 'production',
  });
  await untilUp(`http://127.0.0.1:${port}/api/health`);
  console.log(`Open http://localhost:${port} and talk to a digital human. Ctrl-C stops everything.`);
  showAppLog();
});

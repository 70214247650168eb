/** `npx tsx examples/start.ts plain|express-vite`: runs an example with the emulator, until Ctrl-C. */
import { randomBytes } from 'node:crypto';
import { stackPorts } from '../scripts/free-port.ts';
import {
  brainEnvironment,
  callbackSettings,
  EMULATOR,
  emulatorSettings,
  runStack,
  startNode,
} from '../scripts/local-stack.ts';
import { untilUp } from '../scripts/until.ts';

const examples = ['plain', 'express-vite'];

await runStack(async () => {
  const name = process.argv[2] ?? '';
  if (!examples.includes(name)) throw new Error(`Which example? One of: ${examples.join(', ')}`);
  const { port, emulatorPort } = await stackPorts();
  startNode('emulator', EMULATOR, { EMULATOR_PORT: String(emulatorPort), ...callbackSettings(port) });
  await untilUp(`http://127.0.0.1:${emulatorPort}/`);
  const showLog = startNode(name, ['--import', 'tsx', `examples/${name}/server.ts`], {
    ...emulatorSettings(emulatorPort),
    ...brainEnvironment(port),
    AUTH_SECRET: randomBytes(32).toString('base64'),
    PORT: String(port),
    NODE_ENV: 'production',
  });
  await untilUp(`http://127.0.0.1:${port}/`);
  console.log(`Open http://localhost:${port} and talk to a digital human. Ctrl-C stops everything.`);
  showLog();
});

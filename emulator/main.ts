/** `npm run emulator`: MetaStudio on localhost, until Ctrl-C. */
import { llmCallbackFromEnvironment } from './chat/llm-callback';
import { startEmulator } from './start';
import { speechServerFromEnvironment } from './voice/speech-server-settings';

const DEFAULT_PORT = 4010;

function portFromEnvironment(): number {
  const value = process.env.EMULATOR_PORT || String(DEFAULT_PORT);
  if (!/^\d{1,5}$/.test(value) || Number(value) < 1 || Number(value) > 65_535) {
    throw new Error(`EMULATOR_PORT is "${value}": it must be a number from 1 to 65535.`);
  }
  return Number(value);
}

try {
  const emulator = await startEmulator({
    port: portFromEnvironment(),
    llm: llmCallbackFromEnvironment(process.env),
    speechServer: speechServerFromEnvironment(process.env),
  });
  console.log(`MetaStudio emulator on ${emulator.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      emulator.close().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

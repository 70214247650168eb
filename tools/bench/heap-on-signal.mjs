/**
 * Loaded into the server that is measured (`node --import`): at SIGUSR2 it collects its garbage and writes what is left,
 * in bytes, into the file `HEAP_FILE`. What the system counts as the process's memory also holds what awaits collection.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const file = process.env.HEAP_FILE;

process.on('SIGUSR2', () => {
  collect();
  writeFileSync(`${file}.new`, String(process.memoryUsage().heapUsed));
  renameSync(`${file}.new`, file);
});

/**
 * Runs in the measured server (`node --import`). On SIGUSR2 it collects garbage and writes the remaining heap, in
 * bytes, into the file `HEAP_FILE`. The system's figure for the process also contains garbage.
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

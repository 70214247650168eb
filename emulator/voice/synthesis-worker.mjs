// @ts-check
/**
 * The thread that runs CMU Flite: it takes one sentence and returns a WAV and Flite's phoneme print-out. It is plain
 * JavaScript because a worker thread starts from a file on disk, without a TypeScript loader.
 */
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { runWasiCommand } from './wasi-in-memory.mjs';

if (!parentPort) throw new Error('synthesis-worker.mjs runs as a worker thread only');
const port = parentPort;
const flite = await WebAssembly.compile(readFileSync(workerData.wasmPath));

port.on('message', ({ id, args: whatToSpeak }) => {
  try {
    // An array of arguments for a command-line program: no shell reads the text.
    const args = ['flite', '-psdur', '-o', '/speech.wav', ...whatToSpeak];
    const { exitCode, stdout, stderr, files } = runWasiCommand(flite, args);
    const wav = files.get('speech.wav');
    if (exitCode !== 0 || !wav) throw new Error(`flite ended with exit code ${exitCode}: ${stderr.trim()}`);
    port.postMessage({ id, wav, phonemePrintout: stdout }, [wav.buffer]);
  } catch (error) {
    port.postMessage({ id, failure: error instanceof Error ? error.message : String(error) });
  }
});
// Warms up V8's compiler: the first sentence would take three times as long as the next.
runWasiCommand(flite, ['flite', '-voice', 'slt', '-o', '/speech.wav', '-t', 'Hello.']);

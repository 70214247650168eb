// Speaks an answer while it arrives, and moves the presenter's lips for each sentence.
import type { SpokenSentence, Voice } from './avatar/voice';
import { PieceQueue } from './piece-queue';
import type { Presenter } from './presenter';

export interface SpeechWatcher {
  onCaption(sentence: string): void;
  /** Called when a sentence is silent although a voice speaks its language. */
  onVoiceProblem(cause: Error): void;
}

export class Speaker {
  #pieces: PieceQueue | null = null;
  #spoken: Promise<unknown> = Promise.resolve();

  readonly #presenter: Presenter;
  readonly #voice: Voice;
  readonly #watcher: SpeechWatcher;

  constructor(presenter: Presenter, voice: Voice, watcher: SpeechWatcher) {
    this.#presenter = presenter;
    this.#voice = voice;
    this.#watcher = watcher;
  }

  /** Adds a piece to the utterance. The first one starts a turn. */
  add(piece: string): void {
    if (!this.#pieces) {
      this.#pieces = new PieceQueue();
      this.#spoken = this.#voice.speak(this.#pieces, (sentence) => this.#begin(sentence));
    }
    this.#pieces.push(piece);
  }

  /** Call after the last piece. Resolves when the utterance ends or stops. */
  async finish(): Promise<void> {
    const pieces = this.#pieces;
    pieces?.end();
    await this.#spoken;
    if (this.#pieces === pieces) this.#end();
  }

  stop(): void {
    this.#pieces?.end();
    this.#voice.stop();
    this.#presenter.stopSpeaking();
    this.#end();
  }

  #begin({ text, phonemes, clock, problem }: SpokenSentence): void {
    if (problem) this.#watcher.onVoiceProblem(problem);
    this.#watcher.onCaption(text);
    this.#presenter.setMood('speaking');
    // Not awaited: the voice's clock ends the turn, independently of the lips.
    void this.#presenter.speak(phonemes, clock);
  }

  #end(): void {
    this.#pieces = null;
    this.#watcher.onCaption('');
  }
}

// Speaks an answer while it is still arriving, and moves the presenter's lips to each sentence. It knows no sockets, and
// neither how the voice is made nor how the lips are drawn.
import type { SpokenSentence, Voice } from './avatar/voice';
import type { ConnectionOptions } from './media-connection';
import { PieceQueue } from './piece-queue';
import type { Presenter } from './presenter';

export class Speaker {
  #pieces: PieceQueue | null = null;
  #spoken: Promise<unknown> = Promise.resolve();

  readonly #presenter: Presenter;
  readonly #voice: Voice;
  readonly #watcher: Pick<ConnectionOptions, 'onCaption' | 'onVoiceProblem'>;

  constructor(presenter: Presenter, voice: Voice, watcher: Pick<ConnectionOptions, 'onCaption' | 'onVoiceProblem'>) {
    this.#presenter = presenter;
    this.#voice = voice;
    this.#watcher = watcher;
  }

  /** Adds a piece to what is being said; the first one begins a turn. */
  add(piece: string): void {
    if (!this.#pieces) {
      this.#pieces = new PieceQueue();
      this.#spoken = this.#voice.speak(this.#pieces, (sentence) => this.#begin(sentence));
    }
    this.#pieces.push(piece);
  }

  /** No more pieces come. Resolves when all is said, or was stopped. */
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
    // Not awaited: the turn ends by the voice's clock, whatever the lips do.
    void this.#presenter.speak(phonemes, clock);
  }

  #end(): void {
    this.#pieces = null;
    this.#watcher.onCaption('');
  }
}

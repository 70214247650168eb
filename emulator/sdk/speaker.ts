// Speaks a text that arrives in pieces: cuts it into sentences, prepares the next one while one is heard, and moves
// the lips to it. It knows no sockets, and neither how the voice is made nor how the lips are drawn.
import { languageOf } from './language-of';
import type { Presenter } from './presenter';
import { SentenceCutter } from './sentences';
import type { Utterance, Voice } from './voice';

interface Turn {
  cutter: SentenceCutter;
  stopped: boolean;
  /** Resolves when the last sentence so far is prepared, and when it is spoken. */
  prepared: Promise<unknown>;
  spoken: Promise<void>;
}

export class Speaker {
  #turn: Turn | null = null;
  #utterance: Utterance | null = null;

  constructor(
    private readonly presenter: Presenter,
    private readonly voice: Voice,
    private readonly onSentence: (sentence: string) => void,
  ) {}

  /** Adds a piece to what is being said; the first one begins a turn. */
  add(piece: string): void {
    this.#turn ??= {
      cutter: new SentenceCutter(),
      stopped: false,
      prepared: Promise.resolve(),
      spoken: Promise.resolve(),
    };
    for (const sentence of this.#turn.cutter.push(piece)) this.#enqueue(this.#turn, sentence);
  }

  /** No more pieces come. Resolves when all is said, or was stopped. */
  async finish(): Promise<void> {
    const turn = this.#turn;
    if (!turn) return;
    for (const sentence of turn.cutter.finish()) this.#enqueue(turn, sentence);
    await turn.spoken;
    if (this.#turn === turn) this.#end();
  }

  stop(): void {
    if (this.#turn) this.#turn.stopped = true;
    this.#utterance?.stop();
    this.presenter.stopSpeaking();
    this.#end();
  }

  #enqueue(turn: Turn, sentence: string): void {
    const start = turn.prepared.then(() => (turn.stopped ? null : this.voice.prepare(sentence, languageOf(sentence))));
    turn.prepared = start;
    const before = turn.spoken;
    turn.spoken = before.then(async () => {
      const begin = await start;
      if (begin && !turn.stopped) await this.#speak(sentence, begin);
    });
  }

  async #speak(sentence: string, begin: () => Utterance): Promise<void> {
    const utterance = begin();
    this.#utterance = utterance;
    this.onSentence(sentence);
    this.presenter.setMood('speaking');
    // Not awaited: lips are drawn by frames, which a hidden tab has none of. The turn ends by the voice's clock.
    void this.presenter.speak(utterance.phonemes, utterance.clock);
    await utterance.finished;
  }

  #end(): void {
    this.#turn = null;
    this.#utterance = null;
    this.onSentence('');
  }
}

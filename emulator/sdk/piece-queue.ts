// A text written in pieces and read by one reader.

export class PieceQueue implements AsyncIterable<string> {
  readonly #pieces: string[] = [];
  #isOver = false;
  #wake: () => void = () => {};

  push(piece: string): void {
    this.#pieces.push(piece);
    this.#wake();
  }

  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    for (;;) {
      while (this.#pieces.length > 0) yield this.#pieces.shift() ?? '';
      if (this.#isOver) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/** How far the cloud's clock is ahead of this server's, by the `Date` header of its last answer. */
import type { Fetch } from '../metastudio/cloud-call.ts';

export class CloudOffset {
  #ms = 0;

  /** 0 unless the clocks certainly differ: the header has whole seconds, and the answer needs time to arrive. */
  get ms(): number {
    return this.#ms;
  }

  watching =
    (fetch: Fetch, wallMs: () => number = Date.now): Fetch =>
    async (input, init) => {
      const sentAtMs = wallMs();
      const response = await fetch(input, init);
      this.#update(Date.parse(response.headers.get('date') ?? ''), sentAtMs, wallMs());
      return response;
    };

  #update(dateMs: number, sentAtMs: number, receivedAtMs: number): void {
    if (Number.isNaN(dateMs)) return;
    const [least, most] = [dateMs - receivedAtMs, dateMs + 1_000 - sentAtMs];
    this.#ms = Math.min(Math.max(0, least), most);
  }
}

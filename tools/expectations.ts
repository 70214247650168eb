/** Records expected and actual results, prints them as one table, and returns an exit code. */
import { isDeepStrictEqual } from 'node:util';

interface Row {
  what: string;
  expected: unknown;
  came: unknown;
  isAsExpected: boolean;
}

export class Expectations {
  readonly #rows: Row[] = [];
  #skipped = 0;

  expect(what: string, came: unknown, expected: unknown): void {
    this.#rows.push({ what, expected, came, isAsExpected: isDeepStrictEqual(came, expected) });
  }

  skip(what: string, why: string): void {
    this.#skipped += 1;
    this.#rows.push({ what, expected: '', came: `skipped: ${why}`, isAsExpected: true });
  }

  printAndExit(): never {
    const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)) ?? 'undefined';
    const width = Math.max(...this.#rows.map(({ what }) => what.length));
    for (const { what, expected, came, isAsExpected } of this.#rows) {
      const deviation = isAsExpected ? '' : `   expected ${shown(expected)}`;
      console.log(`${isAsExpected ? 'ok  ' : 'FAIL'}  ${what.padEnd(width)}  ${shown(came)}${deviation}`);
    }
    const failed = this.#rows.filter(({ isAsExpected }) => !isAsExpected).length;
    console.log(`\n${this.#rows.length - failed - this.#skipped} passed, ${failed} failed, ${this.#skipped} skipped`);
    process.exit(failed === 0 ? 0 : 1);
  }
}

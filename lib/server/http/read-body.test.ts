import { describe, expect, it } from 'vitest';
import { readPostedText } from './posted-body.ts';
import { readLimitedText } from './read-body.ts';

const MEBIBYTE = 1024 * 1024;

/** A body with a number of chunks, and how many of them were read. */
function body(chunks: number, chunkBytes: number) {
  const seen = { pulled: 0, isCancelled: false };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (seen.pulled === chunks) controller.close();
        else {
          seen.pulled += 1;
          controller.enqueue(new Uint8Array(chunkBytes).fill(0x61));
        }
      },
      cancel() {
        seen.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { seen, stream };
}

const requestWith = (stream: ReadableStream<Uint8Array>) =>
  new Request('http://localhost/', { method: 'POST', body: stream, duplex: 'half' } as RequestInit);

describe('reading a body', () => {
  it('returns a body up to the limit, and none beyond it', async () => {
    expect(await readLimitedText(body(4, 10).stream, 40)).toBe('a'.repeat(40));
    expect(await readLimitedText(body(4, 10).stream, 39)).toBeUndefined();
    expect(await readLimitedText(null, 39)).toBe('');
  });

  it('cancels an answer of the cloud beyond the limit', async () => {
    const { seen, stream } = body(1_000, 10);
    await readLimitedText(stream, 40);
    expect(seen).toEqual({ pulled: 5, isCancelled: true });
  });

  it('reads a posted body that is too large to its end, so that the connection’s next request is answered', async () => {
    const { seen, stream } = body(30, 1024);
    expect(await readPostedText(requestWith(stream), 2_000)).toBeUndefined();
    expect(seen).toEqual({ pulled: 30, isCancelled: false });
  });

  it('stops reading an endless posted body', async () => {
    const { seen, stream } = body(1_000, MEBIBYTE);
    expect(await readPostedText(requestWith(stream), 2_000)).toBeUndefined();
    expect(seen.isCancelled).toBe(true);
    expect(seen.pulled).toBeLessThan(20);
  });
});

import { expect, it } from 'vitest';
import { CloudOffset } from './cloud-offset.ts';

const SERVER_MS = Date.UTC(2026, 0, 1, 12, 0, 0, 400);
const at = (ms: number) => new Date(ms).toUTCString();

async function offsetFor(date: string | undefined, tookMs = 100): Promise<number> {
  const offset = new CloudOffset();
  let nowMs = SERVER_MS;
  const fetch = offset.watching(
    async () => {
      nowMs += tookMs;
      return new Response(null, date === undefined ? {} : { headers: { date } });
    },
    () => nowMs,
  );
  await fetch('https://cloud.example');
  return offset.ms;
}

it('the offset is 0 when the clocks may agree', async () => {
  expect(await offsetFor(at(SERVER_MS))).toBe(0);
  // 12:00:00.400, and the header names the second before: the answer may have been on its way.
  expect(await offsetFor(at(SERVER_MS - 400), 1_000)).toBe(0);
});

it('the offset is the least one that explains the header when the clocks differ', async () => {
  expect(await offsetFor(at(SERVER_MS + 3_600_000))).toBe(3_599_500);
  expect(await offsetFor(at(SERVER_MS - 3_600_000))).toBe(-3_599_400);
});

it.each([undefined, 'soon'])('an answer with the date %s does not change the offset', async (date) => {
  expect(await offsetFor(date)).toBe(0);
});

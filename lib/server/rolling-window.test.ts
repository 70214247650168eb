import { describe, expect, it } from 'vitest';
import { MemoryRollingWindow } from './rolling-window';

function windowOf(limit: number, spanMs = 1_000) {
  let nowMs = 0;
  let leaving: (() => void)[] = [];
  const window = new MemoryRollingWindow(
    { limit, spanMs },
    () => nowMs,
    (stamp) => leaving.push(stamp),
  );
  return {
    take: () => window.take(),
    /** Time passes within one turn of the event loop. */
    pass: (ms: number) => {
      nowMs += ms;
    },
    /** The turn ends: what was let through leaves. */
    endTurn: () => {
      for (const stamp of leaving) stamp();
      leaving = [];
    },
  };
}

describe('a rolling window', () => {
  it('lets so many through in any span, wherever it begins', async () => {
    const { take, pass, endTurn } = windowOf(2);
    expect(await take()).toBe(0);
    endTurn();
    pass(900);
    expect(await take()).toBe(0);
    endTurn();
    expect(await take()).toBe(100);
    pass(100);
    expect(await take()).toBe(0);
    endTurn();
    expect(await take()).toBe(900);
  });

  it('counts from when something left: a long turn of the event loop lets no more through', async () => {
    const { take, pass, endTurn } = windowOf(2);
    for (let second = 0; second < 4; second++) {
      await take();
      await take();
      pass(1_000);
    }
    expect(await take()).toBe(1_000); // only the first two were let through, and they have not left yet
    endTurn();
    pass(999);
    expect(await take()).toBe(1);
    pass(1);
    expect(await take()).toBe(0);
  });

  it('knows by itself when a turn has ended', async () => {
    const window = new MemoryRollingWindow({ limit: 1, spanMs: 1 });
    expect(await window.take()).toBe(0);
    expect(await window.take()).toBeGreaterThan(0);
    await expect.poll(() => window.take()).toBe(0);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClock, linkedController, withTimeout } from './clock.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('the clock', () => {
  it('reads the date at its first use, because it is created while a page is prerendered', () => {
    const askForDate = vi.spyOn(Date, 'now');
    const now = createClock();
    expect(askForDate).not.toHaveBeenCalled();
    now();
    expect(askForDate).toHaveBeenCalled();
  });

  it('gives whole milliseconds: the session report takes no others', () => {
    const now = createClock();
    now();
    vi.spyOn(performance, 'now').mockReturnValue(5_000.3);
    expect(now()).toBe(5_000);
  });

  it('does not gain by being asked often, though the date is rounded', () => {
    const now = createClock();
    const performanceNow = vi.spyOn(performance, 'now');
    const dateNow = vi.spyOn(Date, 'now');
    for (let ms = 0; ms <= 1_000; ms += 0.25) {
      performanceNow.mockReturnValue(ms);
      dateNow.mockReturnValue(Math.floor(ms + 0.4));
      now();
    }
    expect(now()).toBe(1_000);
  });

  it('advances while the machine sleeps, when only the date advances', () => {
    const now = createClock();
    const before = now();
    vi.setSystemTime(1_000_000 + 600_000); // performance.now() did not advance
    expect(now() - before).toBe(600_000);
  });

  it('advances when the date is set back', () => {
    const now = createClock();
    const before = now();
    vi.advanceTimersByTime(5_000);
    vi.setSystemTime(0);
    expect(now() - before).toBeGreaterThanOrEqual(0);
    const later = now();
    vi.advanceTimersByTime(7_000);
    expect(now() - later).toBe(7_000);
  });
});

describe('withTimeout', () => {
  const onTimeout = () => new Error('too long');

  it('returns an answer that arrived in time, even if the page was too busy to read it in time', async () => {
    let answer = (_: number) => {};
    const waiting = withTimeout(new Promise<number>((resolve) => (answer = resolve)), {
      limitMs: 1_000,
      onTimeout,
    });
    // The page is busy for 1.3 s. Then due timers run first, and handlers of what has arrived after them.
    vi.advanceTimersByTime(1_300);
    await Promise.resolve();
    setTimeout(() => answer(1));
    await vi.advanceTimersByTimeAsync(200);
    await expect(waiting).resolves.toBe(1);
  });

  it('returns an answer that arrives in time, and leaves no timer', async () => {
    await expect(withTimeout(Promise.resolve(1), { limitMs: 10, onTimeout })).resolves.toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('throws at its limit', async () => {
    const waiting = withTimeout(new Promise(() => {}), { limitMs: 10, onTimeout });
    waiting.catch(() => {});
    await vi.advanceTimersByTimeAsync(10);
    await expect(waiting).rejects.toThrow('too long');
  });

  it('throws the signal’s reason when aborted, before or during the wait', async () => {
    const called = new AbortController();
    const waiting = withTimeout(new Promise(() => {}), { limitMs: 10, signal: called.signal, onTimeout });
    called.abort(new Error('off'));
    await expect(waiting).rejects.toThrow('off');
    await expect(withTimeout(Promise.resolve(1), { limitMs: 10, signal: called.signal, onTimeout })).resolves.toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

it('linkedController follows its parent, and not the other way round', () => {
  const parent = new AbortController();
  const child = linkedController(parent.signal);
  linkedController(parent.signal).abort();
  expect(parent.signal.aborted).toBe(false);
  parent.abort('why');
  expect(child.signal.reason).toBe('why');
  expect(linkedController(parent.signal).signal.reason).toBe('why');
});

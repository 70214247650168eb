import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClock, linkedController, withTimeout } from './clock';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

describe('the clock', () => {
  it('asks for the date when it is asked, and not before: it is made while a page is prerendered', () => {
    const askForDate = vi.spyOn(Date, 'now');
    const clock = createClock();
    expect(askForDate).not.toHaveBeenCalled();
    clock.now();
    expect(askForDate).toHaveBeenCalled();
  });

  it('advances while the machine sleeps, when only the date goes on', () => {
    const clock = createClock();
    const before = clock.now();
    vi.setSystemTime(1_000_000 + 600_000); // performance.now() stood still
    expect(clock.now() - before).toBe(600_000);
  });

  it('goes on when somebody sets the date back', () => {
    const clock = createClock();
    const before = clock.now();
    vi.advanceTimersByTime(5_000);
    vi.setSystemTime(0);
    expect(clock.now() - before).toBeGreaterThanOrEqual(0);
    const later = clock.now();
    vi.advanceTimersByTime(7_000);
    expect(clock.now() - later).toBe(7_000);
  });
});

describe('withTimeout', () => {
  const clock = createClock();
  const onTimeout = () => new Error('too long');

  it('gives the answer that comes in time, and leaves no timer', async () => {
    await expect(withTimeout(Promise.resolve(1), { clock, limitMs: 10, onTimeout })).resolves.toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('throws at its limit', async () => {
    const waiting = withTimeout(new Promise(() => {}), { clock, limitMs: 10, onTimeout });
    waiting.catch(() => {});
    await vi.advanceTimersByTimeAsync(10);
    await expect(waiting).rejects.toThrow('too long');
  });

  it('throws the reason when called off, before or during the wait', async () => {
    const called = new AbortController();
    const waiting = withTimeout(new Promise(() => {}), { clock, limitMs: 10, signal: called.signal, onTimeout });
    called.abort(new Error('off'));
    await expect(waiting).rejects.toThrow('off');
    await expect(
      withTimeout(Promise.resolve(1), { clock, limitMs: 10, signal: called.signal, onTimeout }),
    ).resolves.toBe(1);
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

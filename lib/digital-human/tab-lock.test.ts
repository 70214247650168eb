import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TabLock } from './tab-lock.ts';

/** Web Locks as in the standard, for one name. */
class OneLock {
  #holder: { reject: (error: unknown) => void } | null = null;
  #queue: (() => void)[] = [];

  query = () => Promise.resolve({ held: [], pending: [] });

  request = (_name: string, options: LockOptions, hold: (lock: Lock | null) => unknown): Promise<unknown> => {
    if (options.ifAvailable && this.#holder) return Promise.resolve(hold(null));
    return new Promise((resolve, reject) => {
      const holder = { reject };
      const grant = () => {
        this.#holder = holder;
        void Promise.resolve(hold({ name: _name, mode: 'exclusive' })).then((value) => {
          resolve(value);
          if (this.#holder !== holder) return;
          this.#holder = null;
          this.#queue.shift()?.();
        });
      };
      if (options.steal) {
        this.#holder?.reject(new DOMException('stolen', 'AbortError'));
        return grant();
      }
      if (!this.#holder) return grant();
      this.#queue.push(grant);
      options.signal?.addEventListener('abort', () => {
        this.#queue = this.#queue.filter((waiting) => waiting !== grant);
        reject(options.signal?.reason);
      });
    });
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('navigator', { locks: new OneLock() });
  const open = new Set<FakeChannel>();
  class FakeChannel {
    onmessage: ((event: unknown) => void) | null = null;
    constructor() {
      open.add(this);
    }
    postMessage(data: unknown) {
      for (const other of open) if (other !== this) queueMicrotask(() => other.onmessage?.({ data }));
    }
    close() {
      open.delete(this);
    }
  }
  vi.stubGlobal('BroadcastChannel', FakeChannel);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const never = new AbortController().signal;
const released = Promise.resolve();

/** A tab that releases the lock `afterMs` after it is asked. */
function obligingTab(afterMs = 0) {
  const onTaken = vi.fn(() => tab.releaseAfter(new Promise((resolve) => setTimeout(resolve, afterMs))));
  const tab: TabLock = new TabLock(onTaken);
  return { tab, onTaken };
}

it('another tab acquires the lock only after the first one has released it', async () => {
  const [first, second] = [obligingTab().tab, obligingTab().tab];
  expect(await first.acquire()).toBe(true);
  expect(await first.acquire()).toBe(true);
  expect(await second.acquire()).toBe(false);
  first.releaseAfter(released);
  await vi.advanceTimersByTimeAsync(0);
  expect(await second.acquire()).toBe(true);
});

it('a new start in the same tab keeps the lock while the last one is being released', async () => {
  const [first, second] = [obligingTab().tab, obligingTab().tab];
  await first.acquire();
  first.releaseAfter(released);
  expect(await first.acquire()).toBe(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(await second.acquire()).toBe(false);
});

it('taking over waits until the other tab has ended its session', async () => {
  const first = obligingTab(2_000);
  const second = obligingTab();
  await first.tab.acquire();
  let isTaken = false;
  void second.tab.takeOver(never).then(() => {
    isTaken = true;
  });
  await vi.advanceTimersByTimeAsync(1_999);
  expect(first.onTaken).toHaveBeenCalledOnce();
  expect(isTaken).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(isTaken).toBe(true);
  expect(await first.tab.acquire()).toBe(false);
});

it('a tab that does not answer loses the lock, and is told', async () => {
  const onTaken = vi.fn();
  const frozen = new TabLock(onTaken);
  await frozen.acquire();
  const second = obligingTab();
  const taken = second.tab.takeOver(never);
  await vi.advanceTimersByTimeAsync(5_000);
  await taken;
  expect(onTaken).toHaveBeenCalledTimes(2); // when it is asked, and when it loses the lock
  expect(await frozen.acquire()).toBe(false);
});

it('taking over can be cancelled', async () => {
  const first = new TabLock(() => {});
  await first.acquire();
  const calledOff = new AbortController();
  const taken = obligingTab().tab.takeOver(calledOff.signal);
  calledOff.abort();
  await expect(taken).rejects.toBe(calledOff.signal.reason);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await first.acquire()).toBe(true);
});

it('every tab may start in a browser without Web Locks', async () => {
  vi.stubGlobal('navigator', {});
  expect(await obligingTab().tab.acquire()).toBe(true);
});

it.each([
  ['reject', async () => Promise.reject(new DOMException('', 'SecurityError'))],
  [
    'throw',
    () => {
      throw new DOMException('', 'SecurityError');
    },
  ],
])('every tab may start when Web Locks %s, without an unhandled rejection', async (_, refuse) => {
  vi.stubGlobal('navigator', { locks: { request: refuse, query: refuse } });
  const { tab } = obligingTab();
  tab.warmUp();
  expect(await tab.acquire()).toBe(true);
  await expect(tab.takeOver(never)).rejects.toThrow(); // the dialog then starts without the lock
  tab.releaseAfter(Promise.reject(new Error('not released')));
  await vi.advanceTimersByTimeAsync(0);
});

it('a tab may start after a moment when Web Locks do not answer', async () => {
  vi.stubGlobal('navigator', { locks: { request: () => new Promise(() => {}) } });
  const acquired = obligingTab().tab.acquire();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await acquired).toBe(true);
});

it('a take-over continues after a while when Web Locks do not answer', async () => {
  const request = (_: string, { signal }: LockOptions) =>
    new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  vi.stubGlobal('navigator', { locks: { request } });
  const taken = obligingTab().tab.takeOver(never);
  await vi.advanceTimersByTimeAsync(5_000 + 2_000);
  await taken;
});

it('a take-over works without a channel between the tabs', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const [first, second] = [obligingTab().tab, obligingTab().tab];
  expect(await first.acquire()).toBe(true);
  expect(await second.acquire()).toBe(false);
  const taken = second.takeOver(never);
  await vi.advanceTimersByTimeAsync(5_000);
  await taken;
});

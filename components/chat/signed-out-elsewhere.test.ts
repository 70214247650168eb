// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => vi.unstubAllGlobals());

/** Another tab has its own instances of the modules. */
async function tab() {
  vi.resetModules();
  return import('./signed-out-elsewhere');
}

class Channel {
  static open = new Set<Channel>();
  onmessage: ((event: { data: unknown }) => void) | null = null;
  constructor() {
    Channel.open.add(this);
  }
  postMessage(data: unknown) {
    for (const other of Channel.open) if (other !== this) other.onmessage?.({ data });
  }
  close() {
    Channel.open.delete(this);
  }
}

test('a sign-out reaches the other tabs, and not its own', async () => {
  vi.stubGlobal('BroadcastChannel', Channel);
  const [first, second] = [await tab(), await tab()];
  const [inFirst, inSecond] = [vi.fn(), vi.fn()];
  const stops = [first.onSignOutElsewhere(inFirst), second.onSignOutElsewhere(inSecond)];
  first.announceSignOut();
  expect(inFirst).not.toHaveBeenCalled();
  expect(inSecond).toHaveBeenCalledOnce();
  for (const stop of stops) stop();
  expect(Channel.open.size).toBe(0);
});

test('without BroadcastChannel a sign-out reaches the other tabs by storage', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const heard = vi.fn();
  const stop = (await tab()).onSignOutElsewhere(heard);
  window.dispatchEvent(new StorageEvent('storage', { key: 'digital-human-signed-out', newValue: '1' }));
  window.dispatchEvent(new StorageEvent('storage', { key: 'digital-human-signed-out', newValue: null }));
  window.dispatchEvent(new StorageEvent('storage', { key: 'captions', newValue: 'off' }));
  expect(heard).toHaveBeenCalledOnce();
  stop();
});

test('announcing a sign-out does not throw when the browser refuses both channel and storage', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
    throw new DOMException('', 'SecurityError');
  });
  expect((await tab()).announceSignOut).not.toThrow();
});

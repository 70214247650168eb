// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeSdk } from '../testing/fake-sdk.ts';

type Loader = typeof import('./load-sdk.ts');
let loadSdk: Loader['loadSdk'];
let head: HTMLElement;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules(); // the loaded SDK is kept as long as the page
  ({ loadSdk } = await import('./load-sdk.ts'));
  // Collected, because tags in the document would load. Each test dispatches their events.
  head = document.createElement('div');
  vi.spyOn(document.head, 'append').mockImplementation((...nodes) => head.append(...nodes));
});

afterEach(() => {
  vi.useRealTimers();
  Reflect.deleteProperty(window, 'HwICSUiSdk');
});

const scripts = () => [...head.querySelectorAll('script')];
const links = () => [...head.querySelectorAll('link')];

function arrives(script: HTMLScriptElement | undefined, sdk: unknown) {
  Object.assign(window, { HwICSUiSdk: sdk });
  script?.onload?.call(script, new Event('load'));
}

const fails = (script: HTMLScriptElement | undefined) => script?.onerror?.call(script as never, 'error');

it('loads the script and its style sheet once for several calls', async () => {
  const first = loadSdk('/sdk/HwICSUiSdk.js?v=1');
  const second = loadSdk('/sdk/HwICSUiSdk.js?v=1');
  const sdk = new FakeSdk([]);
  arrives(scripts()[0], sdk);
  expect(await first).toBe(sdk);
  expect(await second).toBe(sdk);
  expect(scripts()).toHaveLength(1);
  expect(links().map((link) => link.getAttribute('href'))).toEqual(['/sdk/HwICSUiSdk.css?v=1']);
});

it('preloads at low priority, and a start joins that load', async () => {
  const ahead = loadSdk('/sdk.js', { priority: 'low' });
  const started = loadSdk('/sdk.js');
  expect(scripts().map((script) => script.fetchPriority)).toEqual(['low']);
  arrives(scripts()[0], new FakeSdk([]));
  expect(await started).toBe(await ahead);
});

it('loads the SDK again after a failure', async () => {
  const first = loadSdk('/sdk.js');
  fails(scripts()[0]);
  await expect(first).rejects.toMatchObject({
    failure: { code: 'sdk_load_failed', retry: 'auto' },
    cause: new Error('/sdk.js could not be loaded'),
  });
  expect(scripts()).toEqual([]);
  const second = loadSdk('/sdk.js');
  const sdk = new FakeSdk([]);
  arrives(scripts()[0], sdk);
  expect(await second).toBe(sdk);
});

it('fails after 15 s, and uses a script that arrives later', async () => {
  const first = loadSdk('/sdk.js');
  const late = scripts()[0];
  first.catch(() => {});
  await vi.advanceTimersByTimeAsync(15_000);
  await expect(first).rejects.toMatchObject({ failure: { code: 'sdk_load_failed' } });
  const sdk = new FakeSdk([]);
  arrives(late, sdk);
  expect(await loadSdk('/sdk.js')).toBe(sdk);
  expect(scripts()).toEqual([]);
});

it.each([undefined, null, {}, 'HwICSUiSdk', { create() {} }])('does not accept %j as the SDK', async (impostor) => {
  const loading = loadSdk('/sdk.js');
  arrives(scripts()[0], impostor);
  await expect(loading).rejects.toMatchObject({ failure: { code: 'sdk_invalid', retry: 'never' } });
});

it('distinguishes an SDK older than text questions from something else', async () => {
  const { create, destroy, checkBrowserSupport } = new FakeSdk([]);
  const loading = loadSdk('/sdk.js');
  arrives(scripts()[0], { create, destroy, checkBrowserSupport });
  await expect(loading).rejects.toMatchObject({ failure: { code: 'sdk_too_old', kind: 'sdk', retry: 'never' } });
});

it.each([
  ['2.0.3', 'sdk_too_old'],
  ['1.9', 'sdk_too_old'],
  ['2.1', null],
  ['10.0.0', null],
])('trusts the version that the SDK states before its methods: %s', async (version, code) => {
  const sdk = Object.assign(new FakeSdk([]), { version });
  const loading = loadSdk('/sdk.js');
  arrives(scripts()[0], sdk);
  if (code) await expect(loading).rejects.toMatchObject({ failure: { code } });
  else expect(await loading).toBe(sdk);
});

it('accepts a class with static methods, like the real SDK', async () => {
  const sdk = Object.assign(class {}, { ...new FakeSdk([]) });
  const loading = loadSdk('/sdk.js');
  arrives(scripts()[0], sdk);
  expect(await loading).toBe(sdk);
});

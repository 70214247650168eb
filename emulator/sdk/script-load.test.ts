// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { FakeMicrophone } from './fake-microphone';
import { loadScript } from './script-load';
import { setUpStandIn } from './stand-in-fixture';
import { Telemetry } from './telemetry';
import { VENDOR_BUILD_TIME } from './vendor-surface';

const standIn = setUpStandIn();

describe('loading the script', () => {
  it('opens an AudioContext and an audio element, lists devices, and adds listeners, timers and globals', () => {
    const opened = vi.fn();
    vi.stubGlobal(
      'AudioContext',
      class {
        constructor() {
          opened('AudioContext');
        }
      },
    );
    vi.stubGlobal(
      'Audio',
      class {
        constructor() {
          opened('Audio');
        }
      },
    );
    const enumerateDevices = vi.fn(async () => []);
    const addEventListener = vi.fn();
    vi.stubGlobal('navigator', { userAgent: 'Chrome', mediaDevices: { enumerateDevices, addEventListener } });
    const onWindow = vi.spyOn(window, 'addEventListener');
    const onDocument = vi.spyOn(document, 'addEventListener');
    const timers = vi.spyOn(globalThis, 'setInterval');
    loadScript({ createPresenter: vi.fn(), createVoice: vi.fn() });
    expect(opened.mock.calls.flat()).toEqual(['AudioContext', 'Audio']);
    expect(enumerateDevices).toHaveBeenCalledOnce();
    expect(addEventListener).toHaveBeenCalledWith('devicechange', expect.any(Function));
    expect(onWindow.mock.calls.map(([type]) => type)).toEqual(
      expect.arrayContaining(['error', 'unhandledrejection', 'hashchange', 'visibilitychange']),
    );
    expect(onDocument.mock.calls.map(([type]) => type)).toContain('keydown');
    expect(timers.mock.calls.map(([, ms]) => ms)).toEqual([60_000, 5_000]);
    const globals = ['HwICSUiSdk', 'icsSDKBuildVersion', 'filterXSS', 'filterCSS'];
    for (const name of globals) expect(window).toHaveProperty(name);
    expect(window).toMatchObject({ icsSDKBuildVersion: VENDOR_BUILD_TIME });
    for (const name of globals) Reflect.deleteProperty(window, name);
  });
});

describe('the log', () => {
  it("prints create's argument at info, the once code included; only a level set before that prevents it", async () => {
    const t = standIn();
    const printed = vi.mocked(console.info);
    await t.create();
    expect(JSON.stringify(printed.mock.calls)).toContain('"onceCode":"code"');
    t.cloud.Sdk.setLogLevel('error');
    printed.mockClear();
    await t.create({ logLevel: 'error' });
    expect(printed).not.toHaveBeenCalled();
    await t.destroy();
    await t.create({ logLevel: 'error' });
    expect(JSON.stringify(printed.mock.calls)).toContain('"onceCode":"code"');
  });
});

describe('telemetry', () => {
  const stats = (t: ReturnType<typeof standIn>) =>
    t.cloud.calls.filter(({ url }) => url.endsWith('/endpoint/stats')).map(({ body }) => body);

  it('sends nothing while every call disables it', async () => {
    const t = standIn();
    new FakeMicrophone();
    await t.createReady({ config: { enableBusinessTrack: false } });
    await t.cloud.Sdk.setConfig({ enableDeviceSetting: true, enableBusinessTrack: false });
    await t.cloud.core.telemetry.flush();
    expect(stats(t)).toEqual([]);
  });

  it('sends from the first record on when one setConfig does not disable it: the once code and the questions, too', async () => {
    const t = standIn();
    new FakeMicrophone();
    await t.createReady({ config: { enableBusinessTrack: false } });
    await t.cloud.Sdk.sendTextQuestion({ text: 'my secret question' });
    await t.cloud.Sdk.setConfig({ enableDeviceSetting: true });
    await t.settle();
    const sent = JSON.stringify(stats(t));
    expect(sent).toContain('"onceCode":"code"');
    expect(sent).toContain('my secret question');
  });

  it('is sent in batches of 20, keeps the last 5000 records, and keeps records that could not be sent', async () => {
    const batches: number[] = [];
    let works = false;
    const telemetry = new Telemetry(async (records) => {
      if (works) batches.push(records.length);
      return works;
    });
    for (let record = 0; record < 5_030; record += 1) telemetry.add('method', String(record));
    telemetry.configure({});
    await vi.advanceTimersByTimeAsync(0);
    works = true;
    await telemetry.flush();
    expect(batches).toHaveLength(250);
    expect(new Set(batches)).toEqual(new Set([20]));
  });
});

describe('the device picker', () => {
  it('is an icon whose click requests the microphone and opens a modal in the body', async () => {
    const microphone = new FakeMicrophone();
    const t = standIn();
    await t.createReady({ config: { enableDeviceSetting: true } });
    const icon = document.querySelector<HTMLElement>('#box .hw-devices');
    expect(icon?.hidden).toBe(false);
    icon?.click();
    await t.settle();
    expect(microphone.tracks).toHaveLength(1);
    expect(document.querySelectorAll('body > .hw-modal select')).toHaveLength(2);
    await t.cloud.Sdk.setConfig({ enableDeviceSetting: false, enableBusinessTrack: false });
    expect(icon?.hidden).toBe(true);
  });
});

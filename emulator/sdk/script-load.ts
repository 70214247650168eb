// The effects of loading the vendor's script: an AudioContext, an audio element, a list of the devices, listeners on
// window and document, two timers, and the globals (HwICSUiSdk 5.0.6).
import { isRtcSupported } from './browser-support';
import { type ConnectionParts, connectionPreparer } from './media-connection';
import { SdkCore } from './sdk-core';
import { defineStandIn } from './stand-in';
import { VENDOR_BUILD_TIME } from './vendor-surface';

const MEMORY_EVERY_MS = 60_000;
const STATS_EVERY_MS = 5_000;

/** Two libraries that the vendor's bundle leaves on `window`. Only their names matter. */
const unchanged = (text: string): string => text;

export function loadScript(parts: ConnectionParts): void {
  const core = new SdkCore(connectionPreparer(parts), isRtcSupported());
  registerOnPage(core);
  Object.assign(window, {
    HwICSUiSdk: defineStandIn(core),
    icsSDKBuildVersion: VENDOR_BUILD_TIME,
    filterXSS: unchanged,
    filterCSS: unchanged,
  });
}

function registerOnPage(core: SdkCore): void {
  const { telemetry } = core;
  if ('AudioContext' in window) new AudioContext();
  new Audio();
  const lookAtDevices = () => void navigator.mediaDevices?.enumerateDevices().catch(() => undefined);
  lookAtDevices();
  navigator.mediaDevices?.addEventListener?.('devicechange', lookAtDevices);

  window.addEventListener('error', ({ message, filename }) =>
    telemetry.add('code-error', 'onerror', [message, filename]),
  );
  window.addEventListener('unhandledrejection', ({ reason }) =>
    telemetry.add('code-error', 'unhandledrejection', String(reason)),
  );
  window.addEventListener('hashchange', () => telemetry.add('page', 'hash', location.hash));
  window.addEventListener('visibilitychange', () => telemetry.add('page', 'visibility', document.visibilityState));
  core.dialogs.listen();

  setInterval(() => telemetry.add('page', 'memory'), MEMORY_EVERY_MS);
  setInterval(() => void telemetry.flush(), STATS_EVERY_MS);
}

import type { Instrumentation } from 'next';

/**
 * What the server does once, before its first request: checks the settings, shares the limits with other instances, prepares
 * the brain, starts to watch sessions, requests and answers, exports traces, and asks the cloud whether it records. Next calls
 * `register` at the start, and not during the build, which needs no settings.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  // Imported only here: Next compiles this file for its edge runtime too, which lacks Node's modules.
  const { checkAtStart } = await import('./lib/server/startup');
  const { closeConnectionsAtStop } = await import('./lib/server/http/connections-at-stop');
  const { makeRequestsReadable } = await import('./lib/server/http/unreadable-requests');
  const { refuseUnknownMethods } = await import('./lib/server/http/unknown-methods');
  const { slimRedirects } = await import('./lib/server/http/slim-redirects');
  const { refuseUnreadableForms } = await import('./lib/server/http/unreadable-forms');
  const { refuseUnsatisfiableRanges } = await import('./lib/server/http/unsatisfiable-ranges');
  const { ignoreUpgrades } = await import('./lib/server/http/upgrades');
  checkAtStart();
  makeRequestsReadable();
  refuseUnknownMethods();
  slimRedirects();
  refuseUnreadableForms();
  refuseUnsatisfiableRanges();
  if (process.env.NODE_ENV === 'production') ignoreUpgrades();
  closeConnectionsAtStop();
  const { limitSettings } = await import('./lib/server/settings');
  const { shareLimits } = await import('./lib/server/redis-limits');
  shareLimits(limitSettings());
  const { hasBrain } = await import('./lib/server/brain/brain-settings');
  const { brainSetup } = await import('./lib/server/brain/shared-setup');
  // So that the first question need not wait for the index of the pages.
  if (hasBrain()) brainSetup();
  if (process.env.OTEL_EXPORTER_OTLP_ENDPOINT) {
    const { startTelemetryExport } = await import('./lib/server/telemetry/telemetry-export');
    startTelemetryExport();
    const { watchRunningSessions } = await import('./lib/server/telemetry/running-sessions');
    watchRunningSessions();
  }
  // Calls to the cloud are measured, by instruments that are made once: after the export has begun.
  const { startSessionControl } = await import('./lib/server/sessions/start-session-control');
  const { localeOfHeaders } = await import('./lib/i18n/locale');
  startSessionControl(localeOfHeaders);
  const { refuseOldDemoSignIns } = await import('./lib/server/auth/demo-sign-ins');
  await refuseOldDemoSignIns();
  const { recordingNotice } = await import('./lib/server/recording-notice');
  recordingNotice().watch();
}

export const onRequestError: Instrumentation.onRequestError = async (error, request) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { rememberUnreadableForm } = await import('./lib/server/http/unreadable-forms');
  rememberUnreadableForm(error, request);
};

import type { Instrumentation } from 'next';

/**
 * What the server does once, before its first request: checks the settings, prepares the brain, and begins to watch
 * requests and answers and to export traces. Next calls `register` at the start, and not during the build, which needs no
 * settings.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  // Imported only here: Next compiles this file for its edge runtime too, which lacks Node's modules.
  const { checkAtStart } = await import('./lib/server/startup');
  const { closeConnectionsAtStop } = await import('./lib/server/http/connections-at-stop');
  const { makeRequestsReadable } = await import('./lib/server/http/unreadable-requests');
  const { slimRedirects } = await import('./lib/server/http/slim-redirects');
  const { refuseUnreadableForms } = await import('./lib/server/http/unreadable-forms');
  checkAtStart();
  makeRequestsReadable();
  slimRedirects();
  refuseUnreadableForms();
  closeConnectionsAtStop();
  const { hasBrain } = await import('./lib/server/brain/brain-settings');
  const { brainSetup } = await import('./lib/server/brain/shared-setup');
  // So that the first question need not wait for the index of the pages.
  if (hasBrain()) brainSetup();
  if (!process.env.OTEL_EXPORTER_OTLP_ENDPOINT) return;
  const { startTelemetryExport } = await import('./lib/server/telemetry/telemetry-export');
  startTelemetryExport();
}

export const onRequestError: Instrumentation.onRequestError = async (error, request) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { noteUnreadableForm } = await import('./lib/server/http/unreadable-forms');
  noteUnreadableForm(error, request);
};

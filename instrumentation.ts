/** Next calls this once, before the first request; not during the build, which needs no settings. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { checkAtStart } = await import('./lib/server/startup');
  const { renameUnknownMethods } = await import('./lib/server/unknown-methods');
  const { makeRequestsReadable } = await import('./lib/server/unreadable-requests');
  checkAtStart();
  renameUnknownMethods();
  makeRequestsReadable();
  if (!process.env.OTEL_EXPORTER_OTLP_ENDPOINT) return;
  const { startTelemetryExport } = await import('./lib/server/telemetry-export');
  startTelemetryExport();
}

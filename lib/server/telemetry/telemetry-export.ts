/**
 * Sends traces and metrics to an OpenTelemetry collector by OTLP over HTTP. Loaded only when
 * `OTEL_EXPORTER_OTLP_ENDPOINT` is set; that and `OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_SERVICE_NAME`,
 * `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_TRACES_SAMPLER` are read by the libraries themselves.
 */
import { randomUUID } from 'node:crypto';
import { DiagLogLevel, diag, metrics } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, NodeTracerProvider, type Span, type SpanProcessor } from '@opentelemetry/sdk-trace-node';
import type { Logger } from 'pino';
import { log } from '../log.ts';

const EXPORT_EVERY_MS = 10_000;
const FLUSH_LIMIT_MS = 2_000;

export interface TelemetryExport {
  flush(): Promise<void>;
}

export function startTelemetryExport(to: Logger = log): TelemetryExport {
  reportTrouble(to);
  // Our own span of a call to the cloud (`telemetry.ts`) has the same data, without the project's ID.
  process.env.NEXT_OTEL_FETCH_DISABLED = '1';
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'digital-human-chat', 'service.instance.id': randomUUID() }))
    .merge(detectResources({ detectors: [envDetector] }));
  const tracerProvider = new NodeTracerProvider({
    resource,
    spanProcessors: [withoutQueries, new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  tracerProvider.register();
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter(),
    exportIntervalMillis: EXPORT_EVERY_MS,
  });
  const meterProvider = new MeterProvider({ resource, readers: [reader] });
  metrics.setGlobalMeterProvider(meterProvider);
  const flush = async () => {
    await Promise.all([tracerProvider.forceFlush(), meterProvider.forceFlush()]);
  };
  flushBeforeExit(flush);
  return { flush };
}

/**
 * At a signal Next stops listening, finishes its requests and then calls `process.exit`. This delays that call until
 * the data of all requests has been sent, or the time limit of the collector has passed. Next's own handlers do not
 * change.
 * @public A child process of its test imports it.
 */
export function flushBeforeExit(flush: () => Promise<void>): void {
  const exit = process.exit;
  const holdBack = () => {
    let isLeaving = false;
    process.exit = ((code) => {
      if (isLeaving) return;
      isLeaving = true;
      const tooLong = new Promise<void>((resolve) => setTimeout(resolve, FLUSH_LIMIT_MS));
      const flushed = flush().catch((error: unknown) => diag.error(String(error)));
      void Promise.race([flushed, tooLong]).then(() => exit(code));
    }) as typeof process.exit;
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, holdBack);
}

/** Logs a collector that cannot be reached, without any other effect. */
function reportTrouble(to: Logger): void {
  const warn = (message: string) => to.warn({ event: 'telemetry_failed', reason: message.slice(0, 300) });
  const ignore = () => {};
  diag.setLogger(
    { error: warn, warn, info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}

/** Next's spans contain whole URLs, and the query of an identity provider's callback can sign a user in. */
const withoutQueries: SpanProcessor = {
  onStart: removeQueries,
  onEnding: removeQueries,
  onEnd() {},
  async forceFlush() {},
  async shutdown() {},
};

function removeQueries(span: Span): void {
  span.updateName(beforeQuery(span.name));
  for (const [name, value] of Object.entries(span.attributes)) {
    if (typeof value === 'string') span.setAttribute(name, beforeQuery(value));
  }
}

const beforeQuery = (text: string) => text.replace(/\?.*$/s, '');

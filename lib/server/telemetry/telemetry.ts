/**
 * Counts once codes and times calls to the cloud, by OpenTelemetry's API; `session-metrics.ts` does so for sessions.
 * Without its SDK (`telemetry-export.ts`, loaded only if there is a collector), every call here does nothing. Names
 * follow OpenTelemetry's conventions; times are in seconds. Users and once codes are never attributes.
 */
import { metrics, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { ErrorCode } from '../../api/errors.ts';
import { outboundFetch } from '../http/outbound.ts';
import type { Fetch } from '../metastudio/cloud-call.ts';

/** The name of the meter and of the tracer. */
export const NAME = 'digital-human-chat';

/** The buckets cover the range that matters: a cloud call is fast below 0.5 s and fails after 8 s. */
const CLOUD_SECONDS = [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 4, 8, 16];

/** Instruments created before the SDK is loaded have no effect, so these are created at first use, not at import. */
export function atFirstUse<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const instruments = atFirstUse(() => {
  const meter = metrics.getMeter(NAME);
  return {
    onceCodes: meter.createCounter('digital_human.once_codes', { description: 'Requests for a once code, by outcome' }),
    cloud: meter.createHistogram('digital_human.cloud.duration', {
      description: 'Calls to Huawei Cloud until the answer begins',
      unit: 's',
      advice: { explicitBucketBoundaries: CLOUD_SECONDS },
    }),
  };
});

/** Also puts the outcome on the span of the request, which Next creates. */
export function recordOnceCode(outcome: 'issued' | ErrorCode): void {
  instruments().onceCodes.add(1, { outcome });
  trace.getActiveSpan()?.setAttribute('digital_human.outcome', outcome);
}

/** The purpose of a call to the cloud, without the IDs in its path: the name of its span. */
const calls: [RegExp, string][] = [
  [/\/once-code$/, 'once-code'],
  [/\/auth\/tokens$/, 'iam-token'],
  [/\/robot\/[^/]+$/, 'robot'],
  [/\/smart-chat-rooms\/[^/]+$/, 'room'],
  [/\/smart-chat-jobs$/, 'jobs'],
  [/\/smart-chat-jobs\/[^/]+\/stop$/, 'job-stop'],
  [/\/(dialog-report|audio-record)-config$/, 'record-config'],
];
const callOf = (pathname: string) => calls.find(([path]) => path.test(pathname))?.[1] ?? 'other';

/** A `fetch` that records a span and a measurement. It adds nothing to the request, whose headers are signed. */
export const tracedFetch: Fetch = (input, init) => {
  const { host, pathname } = new URL(input instanceof Request ? input.url : input);
  const call = callOf(pathname);
  const startedAtMs = performance.now();
  const attributes = { 'digital_human.call': call, 'server.address': host };
  return trace.getTracer(NAME).startActiveSpan(`cloud ${call}`, { kind: SpanKind.CLIENT, attributes }, async (span) => {
    // 0 stands for no answer; `callCloud` turns the error into an `AppError`.
    let status = 0;
    try {
      const response = await outboundFetch(input, init);
      status = response.status;
      return response;
    } finally {
      span.setAttribute('http.response.status_code', status);
      if (status === 0 || status >= 400) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
      const measured = { 'digital_human.call': call, 'http.response.status_code': status };
      instruments().cloud.record((performance.now() - startedAtMs) / 1000, measured);
    }
  });
};

/**
 * What is counted and timed, by OpenTelemetry's API. Without its SDK (`telemetry-export.ts`, loaded only when there is
 * a collector to send to) every call here does nothing. Names follow OpenTelemetry's conventions; times are in seconds.
 * No person and no once code is ever an attribute.
 */
import { metrics, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { ErrorCode } from '../../api/errors';
import { outboundFetch } from '../http/outbound';
import type { Fetch } from '../metastudio/cloud-call';

const NAME = 'digital-human-chat';

/** Around what matters: a cloud call is quick below 0.5 s and hopeless beyond its limit of 8 s. */
const CLOUD_SECONDS = [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 4, 8, 16];
const START_SECONDS = [0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 60, 150];
const LIVE_SECONDS = [10, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200];

let made: ReturnType<typeof createInstruments> | undefined;

/** Made at first use, not at import: instruments made before the SDK is loaded have no effect. */
function instruments() {
  made ??= createInstruments();
  return made;
}

function createInstruments() {
  const meter = metrics.getMeter(NAME);
  const histogram = (name: string, description: string, unit: string, explicitBucketBoundaries: number[]) =>
    meter.createHistogram(name, { description, unit, advice: { explicitBucketBoundaries } });
  return {
    onceCodes: meter.createCounter('digital_human.once_codes', { description: 'Requests for a once code, by outcome' }),
    cloud: histogram(
      'digital_human.cloud.duration',
      'Calls to Huawei Cloud until the answer begins',
      's',
      CLOUD_SECONDS,
    ),
    sessions: meter.createCounter('digital_human.sessions', { description: 'Sessions that are over, by outcome' }),
    clickToLive: histogram(
      'digital_human.session.click_to_live',
      'From the click to the digital human',
      's',
      START_SECONDS,
    ),
    live: histogram('digital_human.session.live', 'How long the digital human was there', 's', LIVE_SECONDS),
    attempts: histogram('digital_human.session.attempts', 'Attempts of a start', '{attempt}', [1, 2, 3]),
  };
}

/** Also puts the outcome on the span of the request, which Next makes. */
export function recordOnceCode(outcome: 'minted' | ErrorCode): void {
  instruments().onceCodes.add(1, { outcome });
  trace.getActiveSpan()?.setAttribute('digital_human.outcome', outcome);
}

/** The figures of a session report. */
export interface SessionFigures {
  outcome: string;
  attempts: number;
  clickToLiveMs?: number | undefined;
  liveMs?: number | undefined;
}

export function recordSession({ outcome, attempts, clickToLiveMs, liveMs }: SessionFigures): void {
  const { sessions, clickToLive, live, attempts: attemptsOfStarts } = instruments();
  sessions.add(1, { outcome });
  attemptsOfStarts.record(attempts, { outcome });
  if (clickToLiveMs !== undefined) clickToLive.record(clickToLiveMs / 1000);
  if (liveMs !== undefined) live.record(liveMs / 1000, { outcome });
}

/** `fetch`, each call a span and a measurement. Nothing is added to the request, whose headers are signed. */
export const tracedFetch: Fetch = (input, init) => {
  const { host, pathname } = new URL(input instanceof Request ? input.url : input);
  const call = pathname.endsWith('/once-code') ? 'once-code' : 'iam-token';
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

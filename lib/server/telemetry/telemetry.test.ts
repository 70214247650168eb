import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { metrics, trace } from '@opentelemetry/api';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../log.ts';
import { recordSession } from './session-metrics.ts';
import { recordOnceCode, tracedFetch } from './telemetry.ts';
import { startTelemetryExport, type TelemetryExport } from './telemetry-export.ts';

interface Point {
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
  asDouble?: number;
  count?: number;
  sum?: number;
  explicitBounds?: number[];
}
interface Span {
  name: string;
  kind: number;
  status: { code: number };
  attributes: Point['attributes'];
}

/** An OpenTelemetry collector that keeps what it receives, and a cloud that answers 429 to an IAM token. */
let collectorStatus = 200;
const arrived = { '/v1/traces': [] as string[], '/v1/metrics': [] as string[] };
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const path = request.url as keyof typeof arrived;
    arrived[path]?.push(Buffer.concat(chunks).toString());
    const status = request.url === '/v3/auth/tokens' ? 429 : collectorStatus;
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  });
});
let origin: string;
let telemetry: TelemetryExport;
const complaints: string[] = [];

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', origin);
  vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment.name=test');
  telemetry = startTelemetryExport(createLogger({ write: (line) => complaints.push(line) }));
});
afterAll(() => {
  trace.disable();
  metrics.disable();
  server.close();
  vi.unstubAllEnvs();
});

const attributesOf = ({ attributes }: Pick<Point, 'attributes'>) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));

const spans = (): Span[] =>
  arrived['/v1/traces'].flatMap((body) =>
    JSON.parse(body).resourceSpans.flatMap((r: { scopeSpans: { spans: Span[] }[] }) =>
      r.scopeSpans.flatMap((s) => s.spans),
    ),
  );

/** The points of a metric in the last export, which are cumulative. */
function points(name: string): Point[] {
  type Metric = { name: string; sum?: { dataPoints: Point[] }; histogram?: { dataPoints: Point[] } };
  const { resourceMetrics } = JSON.parse(arrived['/v1/metrics'].at(-1) ?? '');
  const all: Metric[] = resourceMetrics[0].scopeMetrics.flatMap((scope: { metrics: Metric[] }) => scope.metrics);
  const metric = all.find((each) => each.name === name);
  return (metric?.sum ?? metric?.histogram)?.dataPoints ?? [];
}

describe('telemetry', () => {
  it('counts once codes and sessions by outcome, and times starts', async () => {
    recordOnceCode('issued');
    recordOnceCode('issued');
    recordOnceCode('rate_limited');
    recordSession({ outcome: 'person', attempts: 2, clickToLiveMs: 2_500, liveMs: 60_000 });
    recordSession({ outcome: 'locked', attempts: 3 });
    await telemetry.flush();
    expect(points('digital_human.once_codes').map((p) => [attributesOf(p).outcome, p.asDouble])).toEqual([
      ['issued', 2],
      ['rate_limited', 1],
    ]);
    expect(points('digital_human.sessions').map((p) => attributesOf(p).outcome)).toEqual(['person', 'locked']);
    expect(points('digital_human.session.attempts').map((p) => p.sum)).toEqual([2, 3]);
    expect(points('digital_human.session.click_to_live')).toMatchObject([{ count: 1, sum: 2.5 }]);
    expect(points('digital_human.session.live')).toMatchObject([{ count: 1, sum: 60 }]);
  });

  it('records a span and a measurement for each call to the cloud, with its status and without its project', async () => {
    const init = { method: 'POST', headers: { 'X-App-UserId': 'ada.lovelace' } };
    await tracedFetch(new URL('/v1/project01/digital-human-chat/once-code', origin), init);
    await tracedFetch(new URL('/v3/auth/tokens', origin), init);
    await expect(tracedFetch(new URL('http://127.0.0.1:1/v1/p/digital-human-chat/once-code'))).rejects.toThrow();
    await telemetry.flush();
    const seen = spans().map((span) => [span.name, span.status.code, attributesOf(span)['http.response.status_code']]);
    expect(seen).toEqual([
      ['cloud once-code', 0, 200],
      ['cloud iam-token', 2, 429],
      ['cloud once-code', 2, 0],
    ]);
    expect(
      points('digital_human.cloud.duration').map((p) => [attributesOf(p)['http.response.status_code'], p.count]),
    ).toEqual([
      [200, 1],
      [429, 1],
      [0, 1],
    ]);
    expect(JSON.stringify(arrived)).not.toMatch(/project01|ada\.lovelace/);
  });

  it('names calls to the cloud without the IDs in their paths', async () => {
    const paths = ['robot/R', 'smart-chat-rooms/R', 'smart-chat-rooms/R/smart-chat-jobs?state=WAITING'];
    paths.push('smart-chat-rooms/R/smart-chat-jobs/J/stop', 'dialog-report-config', 'audio-record-config', 'else');
    for (const path of paths) await tracedFetch(new URL(`/v1/p/digital-human-chat/${path}`, origin));
    await telemetry.flush();
    const names = ['robot', 'room', 'jobs', 'job-stop', 'record-config', 'record-config', 'other'];
    const seen = spans().map(({ name }) => name);
    expect(seen.slice(-names.length)).toEqual(names.map((name) => `cloud ${name}`));
  });

  it('marks the span of the request with the outcome', async () => {
    await trace.getTracer('next').startActiveSpan('POST /api/once-code', async (span) => {
      recordOnceCode('cloud_refused');
      span.end();
    });
    await telemetry.flush();
    const span = spans().find(({ name }) => name === 'POST /api/once-code');
    expect(span && attributesOf(span)['digital_human.outcome']).toBe('cloud_refused');
  });

  it('sends no query, because an identity provider’s answer can sign a user in', async () => {
    const options = { attributes: { 'http.target': '/api/auth/callback/oidc?code=SECRET&state=S' } };
    const span = trace.getTracer('next').startSpan('GET /api/auth/callback/oidc?code=SECRET', options);
    span.updateName('GET /later?code=SECRET');
    span.setAttribute('http.url', 'http://localhost/x?code=SECRET');
    span.end();
    await telemetry.flush();
    expect(JSON.stringify(arrived)).not.toContain('SECRET');
    expect(spans().at(-1)).toMatchObject({ name: 'GET /later' });
  });

  it('names the service and what the operator adds', () => {
    expect(arrived['/v1/metrics'].at(-1)).toContain('"digital-human-chat"');
    expect(arrived['/v1/traces'].at(-1)).toContain('deployment.environment.name');
  });

  it('only logs that the collector refuses', async () => {
    expect(complaints).toEqual([]);
    collectorStatus = 400;
    recordOnceCode('issued');
    await telemetry.flush().catch(() => {}); // it has logged the error
    expect(complaints.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ level: 'warn', event: 'telemetry_failed' }),
    );
  });
});

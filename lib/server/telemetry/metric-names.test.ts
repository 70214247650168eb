/** The dashboard, the alerts and docs/operate.md must name only metrics that this server sends. */
import { readFileSync } from 'node:fs';
import { metrics } from '@opentelemetry/api';
import { InstrumentType, MeterProvider, type MetricData, MetricReader } from '@opentelemetry/sdk-metrics';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { errorTable } from '../../api/errors.ts';
import { sessionOutcomes } from '../../api/session-report.ts';
import { recordAnswer } from '../brain/brain-telemetry.ts';
import { watchRunningSessions } from './running-sessions.ts';
import { recordEnded, recordMinutes, recordSession, recordStopped } from './session-metrics.ts';
import { recordOnceCode, tracedFetch } from './telemetry.ts';

class Reader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

type Descriptor = MetricData['descriptor'] & { type: InstrumentType };

interface Sent {
  descriptor: Descriptor;
  attributes: string[];
}
let sent: Sent[];

beforeAll(async () => {
  const reader = new Reader();
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  recordOnceCode('issued');
  recordSession({ outcome: 'person', attempts: 1, clickToLiveMs: 1, liveMs: 1 });
  recordEnded('moved');
  recordStopped('left');
  recordMinutes(1);
  const times = { firstPieceMs: 1, tookMs: 1, pieces: 1 };
  recordAnswer({ requestId: 'r', way: 'written', appUserId: 'u', outcome: 'answered', ...times });
  vi.stubGlobal('fetch', async () => new Response());
  await tracedFetch('https://metastudio.example/v1/p/digital-human-chat/once-code');
  watchRunningSessions({
    robotIds: ['robot'],
    client: () =>
      ({
        getRobot: async () => ({ roomId: 'room' }),
        getRoom: async () => ({ roomId: 'room', concurrency: 1 }),
        listRunningJobs: async () => [],
      }) as never,
  });
  await vi.waitUntil(async () => {
    const { resourceMetrics } = await reader.collect();
    sent = resourceMetrics.scopeMetrics.flatMap((scope) =>
      scope.metrics.map(({ descriptor, dataPoints }) => ({
        descriptor: descriptor as Descriptor,
        attributes: dataPoints.flatMap(({ attributes }) => Object.keys(attributes)),
      })),
    );
    return sent.some(({ descriptor }) => descriptor.name.endsWith('.slots'));
  });
});
afterAll(() => {
  metrics.disable();
  vi.unstubAllGlobals();
});

const inPrometheus = (name: string) => name.replaceAll('.', '_');

/** The name in Prometheus of a metric from OTLP: dots become underscores, unit and kind become suffixes. */
function seriesOf({ name, unit, type }: Descriptor): string[] {
  const unitSuffix = unit === 's' ? '_seconds' : unit === 'min' ? '_minutes' : '';
  const base = inPrometheus(name) + (inPrometheus(name).endsWith(unitSuffix) ? '' : unitSuffix);
  switch (type) {
    case InstrumentType.HISTOGRAM:
      return ['_bucket', '_sum', '_count'].map((suffix) => base + suffix);
    case InstrumentType.COUNTER:
      return [`${base}_total`];
    default:
      return [base];
  }
}

interface Query {
  source: string;
  expression: string;
}

const dashboard = JSON.parse(readFileSync('deploy/grafana/dashboard.json', 'utf8')) as {
  panels: { title: string; targets: { expr: string; legendFormat: string }[] }[];
};
const alerts = readFileSync('deploy/grafana/alerts.yaml', 'utf8').split('- alert: ').slice(1);
const queries: Query[] = [
  ...dashboard.panels.flatMap(({ title, targets }) =>
    targets.map(({ expr }) => ({ source: `panel ${title}`, expression: expr })),
  ),
  ...alerts.map((rule) => ({
    source: `alert ${rule.split('\n', 1)}`,
    expression: rule.slice(rule.indexOf('expr:'), rule.indexOf('for:')),
  })),
];

const labelLists = /\{[^}]*\}|\bby\s*\([^)]*\)/g;
const namesIn = (text: string) => text.match(/\bdigital_human_\w+/g) ?? [];
const labelsIn = (expression: string) =>
  (expression.match(labelLists) ?? []).flatMap((list) =>
    list.startsWith('{') ? (list.match(/\w+(?=\s*[=!])/g) ?? []) : (list.match(/\w+/g) ?? []).slice(1),
  );

describe.each(queries)('$source', ({ expression }) => {
  it('queries series that this server sends', () => {
    const series = sent.flatMap(({ descriptor }) => seriesOf(descriptor));
    const asked = namesIn(expression.replace(labelLists, ''));
    expect(asked.length).toBeGreaterThan(0);
    for (const name of asked) expect(series).toContain(name);
  });

  it('queries existing labels and outcomes', () => {
    const labels = new Set(['le', ...sent.flatMap(({ attributes }) => attributes.map(inPrometheus))]);
    for (const label of labelsIn(expression)) expect(labels).toContain(label);
    const outcomes = [...expression.matchAll(/(\w+)\{outcome[^"]*"([^"]*)"/g)];
    for (const [, series, values = ''] of outcomes) {
      const known = series?.includes('once_codes') ? ['issued', ...Object.keys(errorTable)] : sessionOutcomes;
      for (const value of values.split('|')) expect(known).toContain(value);
    }
  });
});

it('the dashboard shows sessions, starts, refusals, ends, minutes and times to the picture, and there are three alerts', () => {
  expect(dashboard.panels.map(({ title }) => title)).toEqual(
    expect.arrayContaining(['Running', 'Started and refused', 'Ended, by reason', 'Minutes an hour', 'First picture']),
  );
  expect(alerts).toHaveLength(3);
});

it('docs/operate.md lists all metrics, and no other', () => {
  const operate = readFileSync('docs/operate.md', 'utf8');
  const listed = operate.split('\n').flatMap((line) => {
    const [, first = ''] = /^\| (`digital_human\.[^|]*)\|/.exec(line) ?? [];
    return first.match(/digital_human\.[\w.]+/g) ?? [];
  });
  expect(listed.toSorted()).toEqual(sent.map(({ descriptor }) => descriptor.name).toSorted());
});

it('docs/operate.md explains each alert', () => {
  const explained = readFileSync('docs/operate.md', 'utf8').match(/(?<=^\| `)[A-Z]\w+(?=` \|)/gm);
  for (const rule of alerts) expect(explained).toContain(rule.split('\n', 1)[0]);
});

import { metrics } from '@opentelemetry/api';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '../../api/errors.ts';
import { createLogger } from '../log.ts';
import { watchRunningSessions } from './running-sessions.ts';

class Reader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}
let reader: Reader;

const lines: Record<string, unknown>[] = [];
const logger = createLogger({ write: (line) => lines.push(JSON.parse(line)) });

/** Two rooms, the first with two digital humans. */
const roomOf: Record<string, string | undefined> = { ada: 'room-1', mei: 'room-1', tom: 'room-2', new: undefined };
const slotsOf: Record<string, number | undefined> = { 'room-1': 5, 'room-2': undefined };
let running: Record<string, number>;
const cloud = {
  getRobot: vi.fn(async (id: string) => ({ roomId: roomOf[id] })),
  getRoom: vi.fn(async (id: string) => ({ roomId: id, concurrency: slotsOf[id] })),
  listRunningJobs: vi.fn(async (id: string) => Array.from({ length: running[id] ?? 0 })),
};
const client = () =>
  cloud as unknown as ReturnType<NonNullable<Parameters<typeof watchRunningSessions>[0]>['client'] & {}>;

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  lines.length = 0;
  running = { 'room-1': 2, 'room-2': 0 };
  reader = new Reader();
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
});
afterEach(() => {
  metrics.disable();
  vi.useRealTimers();
});

/** The values by the last part of the metric's name and the room. */
async function gauges(): Promise<Record<string, unknown>> {
  const { resourceMetrics } = await reader.collect();
  const found = resourceMetrics.scopeMetrics.flatMap(({ metrics: all }) =>
    all.flatMap(({ descriptor, dataPoints }) =>
      dataPoints.map(({ attributes, value }) => [
        `${descriptor.name.split('.').at(-1)} ${attributes['digital_human.room']}`,
        value,
      ]),
    ),
  );
  return Object.fromEntries(found);
}

const watch = async () => {
  watchRunningSessions({ client, robotIds: Object.keys(roomOf), logger, now: Date.now });
  await vi.advanceTimersByTimeAsync(0);
};

it('each room counts once, with its slots if the cloud names them', async () => {
  await watch();
  expect(await gauges()).toEqual({ 'running room-1': 2, 'running room-2': 0, 'slots room-1': 5 });
  expect(cloud.listRunningJobs).toHaveBeenCalledTimes(2);
});

it('conversations are listed every 30 s, and rooms every 10 minutes', async () => {
  await watch();
  running['room-1'] = 4;
  slotsOf['room-1'] = 6;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await gauges()).toMatchObject({ 'running room-1': 4, 'slots room-1': 5 });
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(await gauges()).toMatchObject({ 'slots room-1': 6 });
  expect(cloud.getRobot).toHaveBeenCalledTimes(2 * 4);
});

it('a digital human that does not exist is omitted', async () => {
  cloud.getRobot.mockRejectedValueOnce(new AppError('cloud_refused', { cloudStatus: 400, cloudCode: 'MSS.47010034' }));
  await watch();
  expect(await gauges()).toMatchObject({ 'running room-1': 2, 'running room-2': 0 });
  expect(lines).toEqual([]);
});

it('no value is reported while the cloud does not answer, which is logged once', async () => {
  await watch();
  cloud.listRunningJobs.mockRejectedValue(new AppError('cloud_unavailable', { cloudStatus: 503 }));
  await vi.advanceTimersByTimeAsync(120_000);
  expect(await gauges()).toEqual({});
  expect(lines).toEqual([expect.objectContaining({ event: 'running_unknown', cloudStatus: 503 })]);
  cloud.listRunningJobs.mockResolvedValue([1]);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await gauges()).toMatchObject({ 'running room-1': 1 });
});

it('no digital human is omitted because the token was refused', async () => {
  cloud.getRobot.mockRejectedValueOnce(new AppError('cloud_refused', { cloudStatus: 400, cloudCode: 'MSS.00010008' }));
  await watch();
  expect(lines).toEqual([expect.objectContaining({ event: 'running_unknown', cloudCode: 'MSS.00010008' })]);
});

it('the log names the permission that the key lacks', async () => {
  cloud.getRobot.mockRejectedValueOnce(new AppError('cloud_refused', { cloudStatus: 403 }));
  await watch();
  expect(lines).toEqual([expect.objectContaining({ permission: 'MetaStudio ReadOnlyAccess' })]);
});

it('wrong settings are not logged again', async () => {
  const misconfigured = () => {
    throw new AppError('misconfigured');
  };
  watchRunningSessions({ client: misconfigured, robotIds: [], logger });
  await vi.advanceTimersByTimeAsync(0);
  expect(lines).toEqual([]);
});

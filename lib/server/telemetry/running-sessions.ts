/**
 * Reports how many conversations run at MetaStudio, and how many may: those of all instances, and also those whose page
 * is gone. It asks the cloud only while metrics are exported.
 */
import { metrics } from '@opentelemetry/api';
import type { Logger } from 'pino';
import { outboundFetch } from '../http/outbound.ts';
import { toAppError } from '../http/problem.ts';
import { log } from '../log.ts';
import { ConsoleClient } from '../metastudio/console-client.ts';
import { missingReadPermission } from '../metastudio/read-permission.ts';
import { chatPageSettings } from '../page-settings.ts';
import { isMissing } from '../sessions/rooms.ts';
import { metastudioSettings } from '../settings.ts';

const ASK_EVERY_MS = 30_000;
/** The room of a digital human and its size rarely change. */
const READ_ROOMS_EVERY_MS = 10 * 60_000;

interface Room {
  id: string;
  /** How many conversations may run in the room, if the cloud says so. */
  slots: number | undefined;
}

export interface RunningSessionsOptions {
  /** Called each time the cloud is asked, because the key may have been renewed. */
  client?: () => Pick<ConsoleClient, 'getRobot' | 'getRoom' | 'listRunningJobs'>;
  robotIds?: readonly string[];
  logger?: Logger;
  now?: () => number;
}

/** The calls get no spans, because no request waits for them. */
const ownClient = () => new ConsoleClient(metastudioSettings(), { fetch: outboundFetch });

/** Registers the two gauges, and asks now and every 30 s. */
export function watchRunningSessions({
  client = ownClient,
  robotIds = chatPageSettings().robots.map(({ id }) => id),
  logger = log,
  now = () => performance.now(),
}: RunningSessionsOptions = {}): void {
  let rooms: Room[] = [];
  let roomsReadAtMs: number | undefined;
  let running = new Map<string, number>();
  let lastFailure: string | undefined;

  async function look(): Promise<void> {
    const cloud = client();
    if (roomsReadAtMs === undefined || now() - roomsReadAtMs >= READ_ROOMS_EVERY_MS) {
      rooms = await readRooms(cloud, robotIds);
      roomsReadAtMs = now();
    }
    const counts = rooms.map(async ({ id }) => [id, (await cloud.listRunningJobs(id)).length] as const);
    running = new Map(await Promise.all(counts));
    lastFailure = undefined;
  }

  /** Leaves a gap in the graph, because the last count would look like a current one. */
  function fail(thrown: unknown): void {
    running = new Map();
    const { code, details } = toAppError(thrown);
    const { cloudStatus, cloudCode, requestId, reason } = details;
    const failure = `${code} ${cloudStatus} ${cloudCode}`;
    if (failure === lastFailure || code === 'misconfigured') return; // wrong settings were logged at the start
    lastFailure = failure;
    const permission = missingReadPermission(details);
    logger.warn({ event: 'running_unknown', code, cloudStatus, cloudCode, permission, reason, requestId });
  }

  async function lookAndContinue(): Promise<void> {
    await look().catch(fail);
    setTimeout(() => void lookAndContinue(), ASK_EVERY_MS).unref();
  }

  const meter = metrics.getMeter('digital-human-chat');
  meter
    .createObservableGauge('digital_human.sessions.running', {
      description: 'Conversations that run at MetaStudio',
      unit: '{session}',
    })
    .addCallback((gauge) => {
      for (const [room, count] of running) gauge.observe(count, { 'digital_human.room': room });
    });
  meter
    .createObservableGauge('digital_human.sessions.slots', {
      description: 'Conversations that may run at once',
      unit: '{session}',
    })
    .addCallback((gauge) => {
      for (const { id, slots } of rooms)
        if (slots !== undefined && running.has(id)) gauge.observe(slots, { 'digital_human.room': id });
    });
  void lookAndContinue();
}

async function readRooms(
  cloud: Pick<ConsoleClient, 'getRobot' | 'getRoom'>,
  robotIds: readonly string[],
): Promise<Room[]> {
  const robots = await Promise.all(robotIds.map((id) => unlessMissing(cloud.getRobot(id))));
  const ids = new Set(robots.flatMap((robot) => robot?.roomId ?? []));
  const rooms = await Promise.all([...ids].map((id) => unlessMissing(cloud.getRoom(id))));
  return rooms.flatMap((room) => (room ? { id: room.roomId, slots: room.concurrency } : []));
}

/** Skips a wrong ID, so that it does not hide the others. */
const unlessMissing = <T>(answer: Promise<T>): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });

/**
 * A thousand sessions whose codes expire at the same moment all request another. The server must not exceed the
 * tenant's limit at the cloud, and every client that has to wait must get a code by a later start.
 * `npx tsx tools/bench/expiry-herd.ts`, on the build in `.next`.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AppInstance } from '../../scripts/app-instance';
import { anyFreePort } from '../../scripts/free-port';
import { emulatorSettings } from '../../scripts/local-stack';
import { askForCode, signedIn } from '../../scripts/test-user';
import { hasRedisServer, RedisServer } from '../redis-server';
import { seededRandom } from '../seeded-random';
import { BareProcess } from './bare-process';
import { type Row, rounded } from './row';

/** MetaStudio's limit per tenant and second (MetaStudio docs, API usage limits). */
const TENANT_LIMIT = 20;
/** The time between the end of the countdown and the user's click on *Try again*. */
const DITHER_MS = 30_000;

interface Herd {
  sessions: number;
  ditherMs: number;
}

export async function benchExpiryHerd(herd: Herd = { sessions: 1_000, ditherMs: DITHER_MS }): Promise<Row[]> {
  const alone = await rowsOf(herd, 'one instance', 1, undefined);
  if (!hasRedisServer()) return alone;
  const redis = new RedisServer(await anyFreePort());
  await redis.start();
  try {
    return [...alone, ...(await rowsOf(herd, 'two instances and Redis', 2, redis.url))];
  } finally {
    await redis.stop();
  }
}

async function rowsOf(herd: Herd, stack: string, instances: number, redisUrl: string | undefined): Promise<Row[]> {
  const { sessions } = herd;
  const cloud = await BareProcess.start('cloud');
  const secret = randomBytes(32).toString('base64');
  const env = {
    ...emulatorSettings(1),
    METASTUDIO_ENDPOINT: cloud.url,
    AUTH_SECRET: secret,
    ONCE_CODES_PER_SECOND: String(TENANT_LIMIT),
    ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
  };
  const apps: AppInstance[] = [];
  try {
    for (let index = 0; index < instances; index++)
      apps.push(await AppInstance.start({ port: await anyFreePort(), env }));
    const { tookMs, refusals } = await requestAll(herd, apps, secret);
    await pause(1_100); // until the cloud prints again
    return [
      {
        name: `${sessions} codes expire at once, ${stack}: most calls to the cloud in one second`,
        value: cloud.mostInASecond,
        unit: 'codes',
        note: `must not exceed ${TENANT_LIMIT}`,
        isBroken: cloud.mostInASecond > TENANT_LIMIT,
      },
      { name: '  sessions with a code', value: tookMs.length, unit: '', note: `of ${sessions}` },
      {
        name: '  time until every session has a code',
        value: rounded(Math.max(...tookMs) / 1000),
        unit: 's',
        note: `the limit allows no less than ${sessions / TENANT_LIMIT}`,
      },
      {
        name: '  requests per session',
        value: rounded(1 + refusals / sessions),
        unit: '',
        note: 'each after Retry-After, and up to 30 s later',
      },
    ];
  } finally {
    for (const app of apps) await app.stop();
    cloud.stop();
  }
}

async function requestAll(
  { sessions, ditherMs }: Herd,
  apps: AppInstance[],
  secret: string,
): Promise<{ tookMs: number[]; refusals: number }> {
  const random = seededRandom(1);
  const users = await Promise.all(
    Array.from({ length: sessions }, async (_, index) => {
      const { url } = apps[index % apps.length] as AppInstance;
      return { url, headers: (await signedIn(`herd-${index}`, secret, url)).headers };
    }),
  );
  const startedAtMs = performance.now();
  let refusals = 0;
  const untilCode = async ({ url, headers }: (typeof users)[number]): Promise<number> => {
    for (;;) {
      const { status, headers: answered } = await askForCode(url, headers);
      if (status === 200) return performance.now() - startedAtMs;
      if (status !== 429) throw new Error(`the route answered ${status}`);
      refusals += 1;
      await pause(Number(answered.get('retry-after')) * 1000 + random() * ditherMs);
    }
  };
  return { tookMs: await Promise.all(users.map(untilCode)), refusals };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = await benchExpiryHerd();
  console.table(rows);
  process.exit(rows.some(({ isBroken }) => isBroken) ? 1 : 0);
}

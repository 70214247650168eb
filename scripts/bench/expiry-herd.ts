/**
 * A thousand sessions whose codes expire at once all ask for another. The tenant's limit must never be passed on to the
 * cloud, and whoever is told to wait must get a code by a later start. `npx tsx scripts/bench/expiry-herd.ts`, on the
 * build in `.next`.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AppInstance, anyFreePort } from '../chaos/app-instance';
import { seededRandom } from '../chaos/malformed-request';
import { askForCode, signedIn } from '../chaos/person';
import { emulatorSettings } from '../local-stack';
import { BareProcess } from './bare-process';
import { type Row, rounded } from './row';

const SESSIONS = 1_000;
/** MetaStudio's own, per tenant and second. */
const TENANT_LIMIT = 20;
/** People press *Try again* some time after they may. */
const DITHER_MS = 30_000;

export async function benchExpiryHerd(): Promise<Row[]> {
  const cloud = await BareProcess.start('cloud');
  const secret = randomBytes(32).toString('base64');
  const app = await AppInstance.start({
    port: await anyFreePort(),
    env: {
      ...emulatorSettings(1),
      METASTUDIO_ENDPOINT: cloud.url,
      AUTH_SECRET: secret,
      ONCE_CODES_PER_SECOND: String(TENANT_LIMIT),
    },
  });
  try {
    const random = seededRandom(1);
    const people = await Promise.all(
      Array.from({ length: SESSIONS }, (_, index) => signedIn(`herd-${index}`, secret, app.url)),
    );
    const startedAtMs = performance.now();
    let refusals = 0;
    const untilCode = async (headers: Record<string, string>): Promise<number> => {
      for (;;) {
        const { status, headers: answered } = await askForCode(app.url, headers);
        if (status === 200) return performance.now() - startedAtMs;
        if (status !== 429) throw new Error(`the route answered ${status}`);
        refusals += 1;
        await pause(Number(answered.get('retry-after')) * 1000 + random() * DITHER_MS);
      }
    };
    const tookMs = await Promise.all(people.map(({ headers }) => untilCode(headers)));
    await pause(1_100); // the cloud's next word
    const perSession = 1 + refusals / SESSIONS;
    return [
      {
        name: `${SESSIONS} codes expire at once: most at the cloud in any second`,
        value: cloud.mostInASecond,
        unit: 'codes',
        note: `must not exceed ${TENANT_LIMIT}`,
      },
      { name: '  sessions that got their code', value: tookMs.length, unit: '', note: `of ${SESSIONS}` },
      {
        name: '  until the last had one',
        value: rounded(Math.max(...tookMs) / 1000),
        unit: 's',
        note: `no way to be faster than ${SESSIONS / TENANT_LIMIT}`,
      },
      {
        name: '  requests for each',
        value: rounded(perSession),
        unit: '',
        note: 'each as told by Retry-After, and up to 30 s later',
      },
    ];
  } finally {
    await app.stop();
    cloud.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(await benchExpiryHerd());

/**
 * A Redis that answers but does not work: a replica after a failover, a full one, a slow one, one behind a dead
 * connection. In each case the app continues to issue codes, `/api/ready` reports the fault, and the instance recovers
 * by itself.
 */
import { Redis } from 'ioredis';
import { AppInstance } from '../../scripts/app-instance';
import { anyFreePort } from '../../scripts/free-port';
import { askForCode, signedIn } from '../../scripts/test-user';
import { until } from '../../scripts/until';
import type { Expectations } from '../expectations';
import { hasRedisServer, RedisServer } from '../redis-server';
import { rowOf } from './route-faults';
import { TcpForwarder } from './tcp-forwarder';

const RECOVERY_LIMIT_MS = 40_000;
/** A user waits for the code, and Redis may add no more than this. */
const ANSWER_LIMIT_MS = 2_500;

export async function tryRedis(base: Record<string, string>, secret: string, outcome: Expectations): Promise<void> {
  if (!hasRedisServer()) {
    outcome.skip('Redis: failover, read-only, full, slow, silent', 'no redis-server on this machine');
    return;
  }
  const [firstPort, secondPort] = [await anyFreePort(), await anyFreePort()];
  const [first, second] = [new RedisServer(firstPort), new RedisServer(secondPort)];
  await Promise.all([first.start(), second.start()]);
  const operator = new Redis(first.url);
  const forwarder = new TcpForwarder(firstPort);
  const url = `redis://127.0.0.1:${await forwarder.start()}`;
  const app = await AppInstance.start({ port: await anyFreePort(), env: { ...base, REDIS_URL: url } });
  let asked = 0;
  const ask = async () =>
    rowOf(await askForCode(app.url, (await signedIn(`redis-${asked++}`, secret, app.url)).headers));
  const ready = async () => (await fetch(`${app.url}/api/ready`)).status;
  const isNoticed = async (what: string) => {
    const notices = async () => {
      await ask();
      return (await ready()) === 503;
    };
    const came = await until(notices, what, RECOVERY_LIMIT_MS).then(
      () => 503,
      () => 200,
    );
    outcome.expect(`${what}: not ready`, came, 503);
  };
  const recovers = async (what: string) => {
    const works = async () => {
      await ask();
      return (await ready()) === 200;
    };
    const came = await until(works, what, RECOVERY_LIMIT_MS).then(
      () => 200,
      () => 503,
    );
    outcome.expect(`  ${what}: ready again by itself`, came, 200);
  };
  const answersQuickly = async (what: string) => {
    const askedAtMs = performance.now();
    const row = await ask();
    outcome.expect(`${what}: codes are still issued`, row, '200');
    outcome.expect('  within 2.5 s', performance.now() - askedAtMs < ANSWER_LIMIT_MS, true);
  };
  const countedIn = async (redis: Redis) => (await redis.dbsize()) > 0;

  try {
    outcome.expect('Redis works', [await ask(), await ready()], ['200', 200]);
    outcome.expect('  the app counts in Redis', await countedIn(operator), true);

    await operator.config('SET', 'maxmemory', '1');
    await answersQuickly('Redis full');
    await isNoticed('Redis full');
    await operator.config('SET', 'maxmemory', '0');
    await recovers('Redis with room');

    await operator.config('SET', 'requirepass', 'another');
    forwarder.cut();
    await answersQuickly('Redis with another password');
    await isNoticed('Redis with another password');
    const another = await AppInstance.start({ port: await anyFreePort(), env: { ...base, REDIS_URL: url } });
    const { headers } = await signedIn('refused-by-redis', secret, another.url);
    const isSaid = async () =>
      (await askForCode(another.url, headers)).status > 0 && /NOAUTH|WRONGPASS/.test(another.output);
    const said = await until(isSaid, 'the reason').then(
      () => true,
      () => false,
    );
    outcome.expect('  the log of an instance that starts now says why', said, true);
    await another.stop();
    await operator.config('SET', 'requirepass', '');
    await recovers('Redis with its password');

    forwarder.delayMs = 2_000;
    await answersQuickly('Redis slow');
    forwarder.delayMs = 0;
    await recovers('Redis in time');

    forwarder.swallow();
    await answersQuickly('the connection drops packets silently');
    await recovers('the connection drops packets silently');

    await operator.replicaof('127.0.0.1', '1');
    await answersQuickly('Redis read-only after a failover');
    await isNoticed('Redis read-only after a failover');
    // The address leads to the new primary. The old one keeps its connections, like a demoted node.
    forwarder.target = secondPort;
    await recovers('the new primary');
    const newPrimary = new Redis(second.url);
    outcome.expect('  the app counts in the new primary', await countedIn(newPrimary), true);
    newPrimary.disconnect();
    outcome.expect('no stack in the log', /⨯|\n {4}at /.test(app.output), false);
  } finally {
    operator.disconnect();
    await app.stop();
    await forwarder.stop();
    await Promise.all([first.stop(), second.stop()]);
  }
}

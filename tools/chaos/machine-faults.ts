/** Faults of machines: Redis fails and recovers, an instance is killed or stopped during a request. */
import { AppInstance } from '../../scripts/app-instance';
import type { EmulatorControl } from '../../scripts/emulator-control';
import { anyFreePort } from '../../scripts/free-port';
import { askForCode, signedIn } from '../../scripts/test-user';
import { until } from '../../scripts/until';
import type { Expectations } from '../expectations';
import { hasRedisServer, RedisServer } from '../redis-server';
import { CLOUD_TIMEOUT_MS, rowOf } from './route-faults';

export async function tryMachines(
  base: Record<string, string>,
  secret: string,
  emulator: EmulatorControl,
  outcome: Expectations,
): Promise<void> {
  const startOne = async (env: Record<string, string>) =>
    AppInstance.start({ port: await anyFreePort(), env: { ...base, ...env } });
  const ask = async (app: AppInstance, id: string) =>
    askForCode(app.url, (await signedIn(id, secret, app.url)).headers).then(rowOf, () => 'connection closed');

  if (hasRedisServer()) await redisOutage(startOne, ask, outcome);
  else outcome.skip('Redis lost and back', 'no redis-server on this machine');

  const [first, second] = await Promise.all([startOne({}), startOne({})]);
  const underWay = async (app: AppInstance, id: string) => {
    await emulator.of(id).fault({ target: 'once-code', delayMs: CLOUD_TIMEOUT_MS - 700 });
    const answer = ask(app, id);
    await until(async () => (await emulator.of(id).events()).includes('fault'), 'the request to reach the cloud');
    return { answer };
  };
  const killed = await underWay(first, 'killed');
  first.kill('SIGKILL');
  outcome.expect('kill -9 during a request', await killed.answer, 'connection closed');
  outcome.expect('  the other instance still answers', await ask(second, 'killed'), '200');
  const again = await startOne({});
  outcome.expect('  a new instance accepts the same cookies', await ask(again, 'killed'), '200');

  const stopped = await underWay(again, 'stopped');
  again.kill('SIGTERM');
  outcome.expect('SIGTERM during a request', await stopped.answer, '200');
  outcome.expect('  exit code', await again.exited, 143);
  outcome.expect('  a later request', await ask(again, 'late'), 'connection closed');
  await second.stop();
}

async function redisOutage(
  startOne: (env: Record<string, string>) => Promise<AppInstance>,
  ask: (app: AppInstance, id: string) => Promise<string>,
  outcome: Expectations,
): Promise<void> {
  const redis = new RedisServer(await anyFreePort());
  await redis.start();
  const [first, second] = await Promise.all([startOne({ REDIS_URL: redis.url }), startOne({ REDIS_URL: redis.url })]);
  const ready = async () => (await fetch(`${first.url}/api/ready`)).status;
  const shared = [];
  for (let i = 0; i < 8; i++) shared.push(await ask(i % 2 ? second : first, 'shared'));
  outcome.expect('two instances, one limit', shared.filter((row) => row === '200').length, 6);
  outcome.expect('ready with Redis', await ready(), 200);
  await redis.stop();
  outcome.expect(
    'Redis lost: codes are still issued',
    [await ask(first, 'lost'), await ask(first, 'lost-2')],
    ['200', '200'],
  );
  outcome.expect('  logged once', first.events('redis_lost').length, 1);
  outcome.expect(
    '  not ready, but alive',
    [await ready(), (await fetch(`${first.url}/api/health`)).status],
    [503, 200],
  );
  const alone = [];
  for (let i = 0; i < 7; i++) alone.push(await ask(first, 'alone'));
  outcome.expect('  limits still apply, per instance', alone.filter((row) => row === '200').length, 6);
  await redis.start();
  // After a failure the instance does not call Redis for 5 s, then tries again with the next request.
  let asked = 0;
  await until(
    async () => (await ask(first, `back-${asked++}`)) === '200' && first.events('redis_back').length > 0,
    'Redis to be noticed',
    30_000,
  );
  outcome.expect('Redis back: used again, logged once', [first.events('redis_back').length, await ready()], [1, 200]);
  await Promise.all([first.stop(), second.stop(), redis.stop()]);
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RedisLink } from '../lib/server/redis';
import { anyFreePort } from '../scripts/free-port';
import { hasRedisServer, RedisServer } from './redis-server';

describe.skipIf(!hasRedisServer())('a real Redis', () => {
  let redis: RedisServer;
  beforeEach(async () => {
    redis = new RedisServer(await anyFreePort());
    await redis.start();
  });
  afterEach(() => redis.stop());

  it('that becomes a replica is not ready, until it is the master again', async () => {
    const real = new RedisLink(redis.url);
    const port = await anyFreePort();
    await real.write();
    await real.run((connection) => connection.call('REPLICAOF', '127.0.0.1', String(port)));
    await expect(real.write()).rejects.toThrow('READONLY');
    await real.run((connection) => connection.call('REPLICAOF', 'NO', 'ONE'));
    await real.write();
    real.close();
  });

  it('that is full is not ready', async () => {
    const real = new RedisLink(redis.url);
    await real.run((connection) => connection.config('SET', 'maxmemory', '1'));
    await expect(real.write()).rejects.toThrow('OOM');
    real.close();
  });

  it('that forbids scripts is not ready', async () => {
    const admin = new RedisLink(redis.url);
    await admin.run((connection) => connection.acl('SETUSER', 'app', 'on', '>pw', '~*', '+@all', '-@scripting'));
    const real = new RedisLink(redis.url.replace('redis://', 'redis://app:pw@'));
    await expect(real.write()).rejects.toThrow(/^NOPERM$/);
    await admin.run((connection) => connection.acl('SETUSER', 'app', '+@scripting'));
    await real.write();
    admin.close();
    real.close();
  });

  it('that refuses the password is reported with its own message, without the password', async () => {
    const real = new RedisLink(redis.url.replace('redis://', 'redis://:secret-of-the-test@'));
    const setter = new RedisLink(redis.url);
    await setter.run((connection) => connection.config('SET', 'requirepass', 'another'));
    await expect(real.write()).rejects.toThrow(/^WRONGPASS$/);
    setter.close();
  });
});

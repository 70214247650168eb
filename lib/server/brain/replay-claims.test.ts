import { describe, expect, it, vi } from 'vitest';
import { createLogger } from '../log.ts';
import { RedisLink } from '../redis.ts';
import { FakeRedis } from '../testing/fake-redis.ts';
import { QuestionLimit } from './question-limit.ts';
import { ReplayClaims } from './replay-claims.ts';

const lines: string[] = [];
const logger = createLogger({ write: (line: string) => void lines.push(line) });
const query = { secret: 'a'.repeat(64), timestampMs: 1 };
const linkTo = (set: (key: string) => Promise<string | null>): RedisLink =>
  ({ run: (command: (redis: object) => unknown) => command({ set }), reportAway: () => true }) as unknown as RedisLink;

describe('claims of signed calls', () => {
  it('accept each call once, identified by time, secret and body', async () => {
    const claims = new ReplayClaims(undefined, logger);
    expect(await claims.claim(query, 'body')).toBe(true);
    expect(await claims.claim(query, 'body')).toBe(false);
    expect(await claims.claim(query, 'another body')).toBe(true);
    expect(await claims.claim({ ...query, timestampMs: 2 }, 'body')).toBe(true);
    expect(await claims.claim({ ...query, secret: 'b'.repeat(64) }, 'body')).toBe(true);
  });

  it('expire when the time stamp is too old', async () => {
    let nowMs = 0;
    const claims = new ReplayClaims(undefined, logger, () => nowMs);
    await claims.claim(query, 'body');
    nowMs = 600_000;
    expect(await claims.claim(query, 'body')).toBe(false);
    nowMs = 601_000;
    expect(await claims.claim(query, 'body')).toBe(true);
  });

  it('apply to all instances that share a Redis', async () => {
    const kept = new Set<string>();
    const instance = () => {
      const set = async (key: string) => {
        if (kept.has(key)) return null;
        kept.add(key);
        return 'OK';
      };
      return new ReplayClaims(linkTo(set), logger);
    };
    const [one, other] = [instance(), instance()];
    expect(await one.claim(query, 'body')).toBe(true);
    expect(await other.claim(query, 'body')).toBe(false);
  });

  it('continue in memory while Redis is unavailable, with one log line for each change', async () => {
    lines.length = 0;
    let nowMs = 0;
    const set = vi.fn(async (): Promise<string | null> => {
      throw new Error('Connection is closed.');
    });
    const claims = new ReplayClaims(linkTo(set), logger, () => nowMs);
    expect(await claims.claim(query, '1')).toBe(true);
    expect(await claims.claim(query, '1')).toBe(false);
    expect(await claims.claim(query, '2')).toBe(true);
    expect(set).toHaveBeenCalledOnce();
    expect(lines.filter((line) => line.includes('redis_lost'))).toHaveLength(1);
    nowMs = 5_000;
    set.mockResolvedValue('OK');
    expect(await claims.claim(query, '3')).toBe(true);
    expect(lines.filter((line) => line.includes('redis_back'))).toHaveLength(1);
  });
});

describe('the limit of questions', () => {
  it('counts each user separately', async () => {
    const limit = new QuestionLimit(2, undefined, logger);
    expect([await limit.secondsToWait('a'), await limit.secondsToWait('a')]).toEqual([0, 0]);
    expect(await limit.secondsToWait('a')).toBeGreaterThan(0);
    expect(await limit.secondsToWait('b')).toBe(0);
  });

  it('gives Redis no ID of a user', async () => {
    const redis = new FakeRedis();
    const sent: string[] = [];
    redis.answer = (command) => {
      sent.push(...command);
      return '-ERR';
    };
    const link = new RedisLink(await redis.start());
    await new QuestionLimit(2, link, logger).secondsToWait('user:oidc:ada.lovelace');
    link.close();
    redis.stop();
    expect(sent.join()).toContain('questions:');
    expect(sent.join()).not.toContain('ada');
  });

  it('can be turned off', async () => {
    const limit = new QuestionLimit(0, undefined, logger);
    for (let asked = 0; asked < 100; asked += 1) expect(await limit.secondsToWait('a')).toBe(0);
  });
});

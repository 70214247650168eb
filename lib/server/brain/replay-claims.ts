/**
 * Accepts every signed call once. The signature has no nonce and does not cover the body, so a call is identified by
 * its time, its secret and its body. Instances share the claims through Redis; each one also keeps its own, for when
 * Redis is away.
 */
import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { SIGNATURE_WINDOW_MS, type SignedQuery } from '../metastudio/callback-signature.ts';
import { type RedisLink, RedisOrMemory } from '../redis.ts';

/** The time between the earliest and the latest moment at which a call is accepted. */
const LIFE_MS = 2 * SIGNATURE_WINDOW_MS + 1_000;

export class ReplayClaims {
  /** When each claim expires, the oldest first. */
  readonly #claims = new Map<string, number>();
  readonly #shared: RedisOrMemory;
  readonly #redis: RedisLink | undefined;
  readonly #now: () => number;

  constructor(redis: RedisLink | undefined, logger: Logger, now: () => number = () => performance.now()) {
    this.#redis = redis;
    this.#now = now;
    this.#shared = new RedisOrMemory('claims of callbacks', redis, logger, now);
  }

  /** @returns false when the same call was claimed before */
  async claim({ timestampMs, secret }: SignedQuery, body: string): Promise<boolean> {
    const key = createHash('sha256').update(`${timestampMs}\n${secret}\n`).update(body, 'utf8').digest('base64url');
    if (!this.#claimHere(key)) return false;
    const redis = this.#redis;
    const inRedis =
      redis &&
      (async () => {
        const answer = await redis.run((on) => on.set(`brain-claim:${key}`, '1', 'PX', LIFE_MS, 'NX'));
        return answer === 'OK';
      });
    return this.#shared.run(inRedis, () => true);
  }

  #claimHere(key: string): boolean {
    const nowMs = this.#now();
    for (const [old, untilMs] of this.#claims) {
      if (untilMs > nowMs) break;
      this.#claims.delete(old);
    }
    if (this.#claims.has(key)) return false;
    this.#claims.set(key, nowMs + LIFE_MS);
    return true;
  }
}

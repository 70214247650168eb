/**
 * `rate-limiter-flexible` in memory, without the request. The library sets a timer for each key, up to a day long; Node
 * keeps a timer's asynchronous context, and Next keeps the whole request in it: 17 kB for each person and limit.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** The context at load time, which holds one request at most. */
const outsideOfRequests = AsyncLocalStorage.snapshot();

export class MemoryRateLimiter extends RateLimiterMemory {
  override consume(...parameters: Parameters<RateLimiterMemory['consume']>) {
    return outsideOfRequests(() => super.consume(...parameters));
  }

  override reward(...parameters: Parameters<RateLimiterMemory['reward']>) {
    return outsideOfRequests(() => super.reward(...parameters));
  }
}

/**
 * `RateLimiterMemory` that does not keep requests in memory. The library sets a timer for each key, up to a day long;
 * Node keeps the asynchronous context of a timer, and Next keeps the whole request in that: 17 kB for each person and
 * limit.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** Runs a function in the context of load time, which holds one request at most. */
const outsideOfRequests = AsyncLocalStorage.snapshot();

export class MemoryRateLimiter extends RateLimiterMemory {
  override consume(...parameters: Parameters<RateLimiterMemory['consume']>) {
    return outsideOfRequests(() => super.consume(...parameters));
  }

  override reward(...parameters: Parameters<RateLimiterMemory['reward']>) {
    return outsideOfRequests(() => super.reward(...parameters));
  }
}

/** Makes the one `SessionControl` of this process, from the settings. */
import { handleIssuer, openAnyClientHandle } from '../client-handle.ts';
import { log } from '../log.ts';
import { ConsoleClient } from '../metastudio/console-client.ts';
import { sharedRedis } from '../redis.ts';
import { metastudioSettings, siteSettings } from '../settings.ts';
import { recordEnded, recordMinutes, recordStopped } from '../telemetry/session-metrics.ts';
import { tracedFetch } from '../telemetry/telemetry.ts';
import { CloudOffset } from './cloud-offset.ts';
import { systemClock } from './session-clock.ts';
import { provideSessionControl, sessionControl } from './session-control.ts';
import { SessionKeeper } from './session-keeper.ts';
import { sessionSettings } from './session-settings.ts';
import { SharedRecords } from './shared-records.ts';

/** @param languageOf returns the language that the user reads */
export function startSessionControl(languageOf: (headers: Headers) => string): void {
  // `next dev` runs this again when files change.
  if (sessionControl()) return;
  const { redisUrl, givesHandles, ...settings } = sessionSettings();
  const { secrets } = siteSettings();
  const offset = new CloudOffset();
  const fetch = offset.watching(tracedFetch);
  const keeper = new SessionKeeper({
    ...settings,
    // A new client for each call, because the key may have been renewed.
    cloud: () => new ConsoleClient(metastudioSettings(), { fetch }),
    cloudOffsetMs: () => offset.ms,
    openHandle: (handle) => openAnyClientHandle(handle, secrets),
    sealHandle: givesHandles ? handleIssuer(secrets, settings.limits.longestSessionMs, languageOf) : undefined,
    records: new SharedRecords(redisUrl ? sharedRedis(redisUrl) : undefined, systemClock, log),
    clock: systemClock,
    logger: log,
    record: { ended: recordEnded, stopped: recordStopped, minutes: recordMinutes },
  });
  provideSessionControl(keeper);
  void keeper.start();
}

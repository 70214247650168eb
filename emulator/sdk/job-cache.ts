// Keeps the running job in localStorage for the next `create()` of the same robot (HwICSUiSdk 5.0.6). It stores IDs and
// addresses, no token. `destroy()` does not remove it.
import type { JsonObject } from './http';
import { readStored, writeStored } from './stored';

const KEY = 'cacheJobInfo';

const fields = [
  'job_id',
  'chat_subtitle_config',
  'video_config',
  'chat_access_address',
  'chat_access_rest_address',
  'media_access_url',
  'region',
  'voice_config_list',
  'default_language',
  'deployment_mode',
] as const;

export interface JobCacheKey {
  robotId: string;
  enableVadInterrupt: boolean;
}

export function saveJob(job: JsonObject, { robotId, enableVadInterrupt }: JobCacheKey): void {
  const kept = Object.fromEntries(fields.map((field) => [field, job[field]]));
  writeStored(KEY, JSON.stringify({ ...kept, cacheRobotId: robotId, enableVadInterrupt }));
}

/** Returns the job of an earlier session of the same robot and the same barge-in setting. */
export function readJob({ robotId, enableVadInterrupt }: JobCacheKey): JsonObject | null {
  const job = parse(readStored(KEY));
  return job && job.cacheRobotId === robotId && job.enableVadInterrupt === enableVadInterrupt ? job : null;
}

function parse(text: string | null): JsonObject | null {
  try {
    return text ? (JSON.parse(text) as JsonObject | null) : null;
  } catch {
    return null; // another program wrote there
  }
}

/** `GET /api/ready`: whether this instance may get traffic, and if not, why. It requests no code. */

import { settingProblems } from '@/lib/server/all-settings';
import { apiHeaders, methodNotAllowed } from '@/lib/server/http/problem';
import { log } from '@/lib/server/log';
import { RedisFailure, reportBack, sharedRedis } from '@/lib/server/redis';
import { limitSettings } from '@/lib/server/settings';
import { describeProblem } from '@/lib/server/settings-schema';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  const problems = settingProblems().map(describeProblem);
  const { redisUrl } = limitSettings();
  const failure = redisUrl && (await redisFailure(redisUrl));
  if (failure) problems.push(`REDIS_URL names a Redis that takes no write: ${failure}`);
  const isReady = problems.length === 0;
  return Response.json(isReady ? { status: 'ready' } : { status: 'not ready', problems }, {
    status: isReady ? 200 : 503,
    headers: apiHeaders(),
  });
}

const refuse = () => methodNotAllowed('GET, HEAD');

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT };

/** Writes as the limits do: a read-only replica, or one that forbids scripts, answers everything else. */
async function redisFailure(url: string): Promise<string | undefined> {
  const link = sharedRedis(url);
  try {
    await link.write();
    reportBack(link, 'readiness', log);
    return undefined;
  } catch (error) {
    if (error instanceof RedisFailure) return error.message;
    throw error;
  }
}

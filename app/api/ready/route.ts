/** `GET /api/ready`: may this instance have traffic? Names what is wrong, and mints nothing. */
import { limitSettings } from '@/lib/server/env';
import { apiHeaders } from '@/lib/server/problem';
import { answerInTime, sharedRedis } from '@/lib/server/redis';
import { describeProblem, settingProblems } from '@/lib/server/settings';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  const problems = settingProblems().map(describeProblem);
  const { redisUrl } = limitSettings();
  if (redisUrl && !(await answers(redisUrl))) problems.push('REDIS_URL names a Redis that does not answer');
  const isReady = problems.length === 0;
  return Response.json(isReady ? { status: 'ready' } : { status: 'not ready', problems }, {
    status: isReady ? 200 : 503,
    headers: apiHeaders(),
  });
}

const answers = (redisUrl: string) =>
  answerInTime(sharedRedis(redisUrl).ping())
    .then(() => true)
    .catch(() => false);

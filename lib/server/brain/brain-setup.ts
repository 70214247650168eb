/** What an answer needs besides the request: settings, secrets, the brain, claims and limits. Create one per process. */
import type { Logger } from 'pino';
import { log } from '../log.ts';
import { sharedRedis } from '../redis.ts';
import type { AnswerEvent } from './brain-log.ts';
import type { BrainSettings } from './brain-settings.ts';
import { QuestionLimit } from './question-limit.ts';
import { ReplayClaims } from './replay-claims.ts';
import type { Brain } from './types.ts';

export interface BrainSetup {
  settings: BrainSettings;
  /** They decrypt the handles of clients; the newest first. */
  secrets: readonly string[];
  answer: Brain;
  claims: ReplayClaims;
  limit: QuestionLimit;
  logger: Logger;
  /** For metrics. */
  record: { answer: (event: AnswerEvent) => void; refusal: (code: string) => void };
  now: () => number;
}

const noMetrics: BrainSetup['record'] = { answer: () => {}, refusal: () => {} };

export function createBrainSetup(
  { settings, secrets, answer }: Pick<BrainSetup, 'settings' | 'secrets' | 'answer'>,
  { logger = log, record = noMetrics, now = Date.now }: Partial<Pick<BrainSetup, 'logger' | 'record' | 'now'>> = {},
): BrainSetup {
  const redis = settings.redisUrl ? sharedRedis(settings.redisUrl) : undefined;
  return {
    settings,
    secrets,
    answer,
    claims: new ReplayClaims(redis, logger),
    limit: new QuestionLimit(settings.questionsPerMinute, redis, logger),
    logger,
    record,
    now,
  };
}

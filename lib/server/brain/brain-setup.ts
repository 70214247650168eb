/** What the two routes of the brain share, made once in a process: settings, brain, claims and limits. */
import type { Logger } from 'pino';
import { signInSettings } from '../env';
import { log } from '../log';
import { sharedRedis } from '../redis';
import { createAnswer } from './answer';
import { type BrainSettings, brainSettings } from './brain-settings';
import { QuestionLimit } from './question-limit';
import { ReplayClaims } from './replay-claims';
import type { Brain } from './types';

export interface BrainSetup {
  settings: BrainSettings;
  /** Open the handles of clients; the newest first. */
  secrets: readonly string[];
  answer: Brain;
  claims: ReplayClaims;
  limit: QuestionLimit;
  logger: Logger;
  now: () => number;
}

export function createBrainSetup(
  settings: BrainSettings,
  secrets: readonly string[],
  { answer = createAnswer(settings.model), logger = log, now = Date.now }: Partial<BrainSetup> = {},
): BrainSetup {
  const redis = settings.redisUrl ? sharedRedis(settings.redisUrl) : undefined;
  return {
    settings,
    secrets,
    answer,
    claims: new ReplayClaims(redis, logger),
    limit: new QuestionLimit(settings.questionsPerMinute, redis, logger),
    logger,
    now,
  };
}

let shared: BrainSetup | null | undefined;

/** Null when no brain is configured. @throws AppError `misconfigured` */
export function brainSetup(): BrainSetup | null {
  if (shared === undefined) {
    const settings = brainSettings();
    shared = settings && createBrainSetup(settings, signInSettings().secrets);
  }
  return shared;
}

/** What `/api/brain` and `/api/answer` get from the settings. */
import { AppError } from '../../api/errors';
import { describeProblem, type Environment, readSettings } from '../settings-schema';
import type { ModelSettings } from './model-brain';

export interface BrainSettings {
  appId: string;
  /** The second one is accepted while the first replaces it in the console. */
  appKeys: string[];
  /** The callback's public URL, exactly as typed in the console. */
  url: string;
  /** Without one the app's own pages answer. */
  model: ModelSettings | undefined;
  fillerMs: number;
  questionsPerMinute: number;
  redisUrl: string | undefined;
}

/**
 * Null when no brain is configured: then MetaStudio answers by its own set-up.
 * @throws AppError `misconfigured` when only a part is
 */
export function brainSettings(environment: Environment = process.env): BrainSettings | null {
  const { values, problems } = readSettings(environment);
  const ours = problems.filter(({ name }) => name.startsWith('BRAIN_'));
  if (!values.BRAIN_APP_ID && !values.BRAIN_APP_KEY && !values.BRAIN_APP_KEY_OLD && ours.length === 0) return null;
  if (ours.length > 0) throw new AppError('misconfigured', { reason: ours.map(describeProblem).join('; ') });
  const { BRAIN_APP_ID: appId, BRAIN_APP_KEY: key, BRAIN_APP_KEY_OLD: oldKey } = values;
  const { BRAIN_LLM_BASE_URL: baseUrl, BRAIN_LLM_API_KEY: apiKey, BRAIN_LLM_MODEL: model } = values;
  // A model alone has no callback to answer.
  if (!appId || !key) return null;
  return {
    appId,
    appKeys: oldKey ? [key, oldKey] : [key],
    url: values.BRAIN_URL ?? `${new URL(values.AUTH_URL ?? '').origin}/api/brain`,
    model: baseUrl && apiKey && model ? { baseUrl, apiKey, model } : undefined,
    fillerMs: values.BRAIN_FILLER_MS,
    questionsPerMinute: values.QUESTIONS_PER_USER_PER_MINUTE,
    redisUrl: values.REDIS_URL,
  };
}

/** For the page: whether questions can be answered in writing. A wrong setting is named elsewhere. */
export function hasBrain(environment: Environment = process.env): boolean {
  try {
    return brainSettings(environment) !== null;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/** The settings of `/api/brain` and `/api/answer`. */
import * as z from 'zod';
import { AppError } from '../../api/errors.ts';
import { parseOrigin } from '../http/address.ts';
import { limitSettings, siteSettings } from '../settings.ts';
import {
  assertNone,
  bare,
  type Environment,
  headerValue,
  isHttpUrl,
  missing,
  settingGroup,
  text,
  wholeNumber,
} from '../settings-schema.ts';
import type { ModelSettings } from './model-brain.ts';

/** MetaStudio signs exactly this text, so it is checked, and not normalized. */
const isCallbackUrl = (value: string) =>
  !/[\s?#]/.test(value) && URL.canParse(value) && parseOrigin(new URL(value).origin) !== undefined;

/** `/chat/completions` follows it. */
const isModelUrl = (value: string) => isHttpUrl(value) && !/[?#]/.test(value);

const fields = z.object({
  BRAIN_APP_ID: bare.max(256, 'must be the APPID of the LLM callback').optional(),
  BRAIN_APP_KEY: text,
  BRAIN_APP_KEY_OLD: text,
  BRAIN_URL: z
    .string()
    .refine(isCallbackUrl, 'must be the callback’s public URL as typed in the console: https, without a query')
    .optional(),
  BRAIN_LLM_BASE_URL: bare
    .refine(isModelUrl, 'must be a URL such as https://api.example.com/v1, without a query')
    .optional(),
  BRAIN_LLM_API_KEY: headerValue,
  BRAIN_LLM_MODEL: text,
  BRAIN_FILLER_MS: wholeNumber(1_500, 0, 60_000),
  QUESTIONS_PER_USER_PER_MINUTE: wholeNumber(20, 0, 1_000_000),
});

export const brainGroup = settingGroup(fields, {
  check: (checked) => {
    const { values, environment } = checked;
    const callback = values.BRAIN_APP_ID || values.BRAIN_APP_KEY || values.BRAIN_APP_KEY_OLD;
    const model = values.BRAIN_LLM_BASE_URL || values.BRAIN_LLM_API_KEY || values.BRAIN_LLM_MODEL;
    return [
      ...(callback ? missing(checked, ['BRAIN_APP_ID', 'BRAIN_APP_KEY'], 'the LLM callback needs both') : []),
      ...(callback && !siteSettings(environment).url
        ? missing(checked, ['BRAIN_URL'], 'type the callback’s public URL as in the console, or set AUTH_URL')
        : []),
      ...(model
        ? missing(
            checked,
            ['BRAIN_LLM_BASE_URL', 'BRAIN_LLM_API_KEY', 'BRAIN_LLM_MODEL'],
            'a language model needs all three',
          )
        : []),
    ];
  },
});

export interface BrainSettings {
  appId: string;
  /** The second one is accepted while you replace it by the first in the console. */
  appKeys: string[];
  /** The callback's public URL, exactly as typed in the console. */
  url: string;
  /** Without a model, the answers come from the app's own pages. */
  model: ModelSettings | undefined;
  fillerMs: number;
  questionsPerMinute: number;
  redisUrl: string | undefined;
}

/**
 * Null when no brain is configured. MetaStudio then answers by its own settings.
 * @throws AppError `misconfigured` when the settings are incomplete
 */
export function brainSettings(environment: Environment = process.env): BrainSettings | null {
  const { values, problems } = brainGroup.read(environment);
  const ours = problems.filter(({ name }) => name.startsWith('BRAIN_'));
  if (!values.BRAIN_APP_ID && !values.BRAIN_APP_KEY && !values.BRAIN_APP_KEY_OLD && ours.length === 0) return null;
  assertNone(ours);
  const { BRAIN_APP_ID: appId, BRAIN_APP_KEY: key, BRAIN_APP_KEY_OLD: oldKey } = values;
  const { BRAIN_LLM_BASE_URL: baseUrl, BRAIN_LLM_API_KEY: apiKey, BRAIN_LLM_MODEL: model } = values;
  // A model alone has no callback to answer.
  if (!appId || !key) return null;
  return {
    appId,
    appKeys: oldKey ? [key, oldKey] : [key],
    url: values.BRAIN_URL ?? `${new URL(siteSettings(environment).url ?? '').origin}/api/brain`,
    model: baseUrl && apiKey && model ? { baseUrl, apiKey, model } : undefined,
    fillerMs: values.BRAIN_FILLER_MS,
    questionsPerMinute: values.QUESTIONS_PER_USER_PER_MINUTE,
    redisUrl: limitSettings(environment).redisUrl,
  };
}

/** For the page: whether questions can be answered in writing. Other code reports wrong settings. */
export function hasBrain(environment: Environment = process.env): boolean {
  try {
    return brainSettings(environment) !== null;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

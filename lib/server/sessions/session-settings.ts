/** The settings of stopping sessions and counting minutes. */
import * as z from 'zod';
import { hasBrain } from '../brain/brain-settings.ts';
import { configuredRobots, limitSettings, longestSessionMs } from '../settings.ts';
import { type Environment, settingGroup, wholeNumber } from '../settings-schema.ts';
import type { Limits } from './minutes.ts';

const fields = z.object({
  MINUTES_PER_USER_PER_DAY: wholeNumber(0, 0, 1_440),
  STOP_ABANDONED_SESSIONS: z
    .enum(['1', '0'], 'must be 1 (the server stops sessions whose page was left) or 0 (it does not)')
    .default('1'),
});

export const sessionGroup = settingGroup(fields, {
  check: ({ values }) =>
    values.MINUTES_PER_USER_PER_DAY > 0 && values.STOP_ABANDONED_SESSIONS === '0'
      ? [
          {
            name: 'MINUTES_PER_USER_PER_DAY',
            remedy: 'needs STOP_ABANDONED_SESSIONS=1: the server keeps this limit by stopping sessions',
          },
        ]
      : [],
});

export interface SessionSettings {
  robotIds: string[];
  stopsSessions: boolean;
  /** Whether pages get a handle, which `/api/brain` and the session keeper read. */
  givesHandles: boolean;
  limits: Limits;
  redisUrl: string | undefined;
}

/** Other code reports wrong settings. */
export function sessionSettings(environment: Environment = process.env): SessionSettings {
  const { values } = sessionGroup.read(environment);
  const stopsSessions = values.STOP_ABANDONED_SESSIONS === '1';
  return {
    robotIds: configuredRobots(environment).map(({ id }) => id),
    stopsSessions,
    givesHandles: stopsSessions || hasBrain(environment),
    limits: {
      minutesMs: values.MINUTES_PER_USER_PER_DAY * 60_000,
      longestSessionMs: longestSessionMs(environment),
    },
    redisUrl: limitSettings(environment).redisUrl,
  };
}

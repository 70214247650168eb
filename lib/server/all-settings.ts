/**
 * All settings, for the start, `/api/ready` and the doctor. Each group defines the format of its settings and their
 * defaults.
 */
import { signInGroup } from './auth/sign-in-settings.ts';
import { brainGroup } from './brain/brain-settings.ts';
import { keepAliveGroup } from './http/keep-alive.ts';
import { proxyGroup } from './http/outbound.ts';
import { pageGroup } from './page-settings.ts';
import { sessionGroup } from './sessions/session-settings.ts';
import { routeSettings } from './settings.ts';
import type { Environment, SettingProblem } from './settings-schema.ts';

const otherGroups = [pageGroup, signInGroup, sessionGroup, brainGroup, proxyGroup, keepAliveGroup];

/** The problems of the settings that the once-code route does not read itself. */
export const otherSettingProblems = (environment: Environment = process.env): SettingProblem[] =>
  otherGroups.flatMap((group) => group.read(environment).problems);

export const settingProblems = (environment: Environment = process.env): SettingProblem[] => [
  ...routeSettings.read(environment).problems,
  ...otherSettingProblems(environment),
];

/** The raw values of all settings, under their own names even if an older name was set. */
export const givenSettings = (environment: Environment): Record<string, string> =>
  Object.assign({}, ...[routeSettings, ...otherGroups].map((group) => group.given(environment)));

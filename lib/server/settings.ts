/**
 * The settings of `POST /api/once-code`: for the cloud, the limits and this site. They are read at run time, so one
 * build serves every environment. Only `metastudioSettings` throws when a setting is wrong.
 */
import * as z from 'zod';
import { isLoopback, parseServerAddress } from './http/address.ts';
import type { LimitSettings } from './limits.ts';
import type { MetaStudioSettings } from './metastudio/client.ts';
import { readCredentialsFile } from './metastudio/credentials-file.ts';
import type { IamUser } from './metastudio/iam-token.ts';
import type { AccessKey } from './metastudio/signature.ts';
import type { OnceCodeSettings } from './once-code-route.ts';
import {
  assertNone,
  bare,
  type Checked,
  describeProblem,
  type Environment,
  headerValue,
  isHttpUrl,
  missing,
  origin,
  password,
  type SettingProblem,
  settingGroup,
  text,
  wholeNumber,
} from './settings-schema.ts';

const ID = '[^\\s\\u200b-\\u200f\\u2060,=]{1,128}';
const robotId = z
  .string()
  .regex(RegExp(`^${ID}$`), 'must be a robot ID: no spaces, commas, equals signs or characters that show nothing');

const robots = z
  .string()
  .default('')
  .transform((value, context) => {
    const list = value === '' ? [] : value.split(',').map((entry) => RegExp(`^\\s*(${ID})\\s*=(.*\\S.*)$`).exec(entry));
    const found = list.flatMap((match) => (match ? [{ id: match[1] ?? '', name: (match[2] ?? '').trim() }] : []));
    if (found.length < list.length || new Set(found.map(({ id }) => id)).size < found.length)
      context.addIssue('must be id=Name,id=Name with each ID once');
    return found;
  });

const isRedisUrl = (value: string) => URL.canParse(value) && /^rediss?:\/(?!.*%(?![\da-f]{2}))/i.test(value);

const fields = z.object({
  HUAWEICLOUD_SDK_AK: headerValue,
  HUAWEICLOUD_SDK_SK: headerValue,
  HUAWEICLOUD_SDK_SECURITY_TOKEN: headerValue,
  HUAWEICLOUD_SDK_CREDENTIALS_FILE: text,
  HUAWEICLOUD_SDK_PROJECT_ID: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'must be a project ID: letters, digits, - and _')
    .optional(),
  HUAWEICLOUD_IAM_DOMAIN: text,
  HUAWEICLOUD_IAM_USER: text,
  HUAWEICLOUD_IAM_PASSWORD: password,
  HUAWEICLOUD_IAM_ENDPOINT: origin,
  METASTUDIO_REGION: z
    .string()
    .regex(/^[a-z\d-]{1,40}$/, 'must be a region ID such as cn-north-4')
    .default('cn-north-4'),
  METASTUDIO_ENDPOINT: origin,
  METASTUDIO_SERVER_ADDRESS: z
    .string()
    .refine((value) => parseServerAddress(value), 'must be host[:port], without scheme or path')
    .optional(),
  METASTUDIO_ROBOT_ID: robotId.optional(),
  METASTUDIO_ROBOTS: robots,
  // The page waits 15 s for the answer (lib/digital-human/attempt.ts). A code that arrives later is lost.
  METASTUDIO_TIMEOUT_MS: wholeNumber(8_000, 1, 14_000),
  // At most a day, as long as a sign-in lasts.
  LONGEST_SESSION_MINUTES: wholeNumber(0, 0, 1_440),
  ONCE_CODES_PER_USER_PER_MINUTE: wholeNumber(6, 0, 1_000_000),
  ONCE_CODES_PER_USER_PER_DAY: wholeNumber(200, 0, 1_000_000),
  ONCE_CODES_PER_SECOND: wholeNumber(20, 0, 1_000_000),
  REDIS_URL: bare.refine(isRedisUrl, 'must be redis://host[:port] or rediss://host[:port], with % as %25').optional(),
  AUTH_URL: z
    .string()
    .refine(
      isHttpUrl,
      "must be this site's address as users type it, such as https://chat.example.com (NEXTAUTH_URL is its older name)",
    )
    // Also accepts `HTTPS://Chat.example.com/`. All other code compares and builds addresses with the normalized form.
    .transform((value) => new URL(value).origin)
    .optional(),
  // Only this file uses them, so any value is valid.
  AUTH_SECRET: z.string().optional(),
  AUTH_SECRET_1: z.string().optional(),
  AUTH_SECRET_2: z.string().optional(),
  AUTH_SECRET_3: z.string().optional(),
});

type Values = z.output<typeof fields>;

export const routeSettings = settingGroup(fields, {
  olderNames: { AUTH_SECRET: 'NEXTAUTH_SECRET', AUTH_URL: 'NEXTAUTH_URL' },
  check: (checked) => [
    ...credentialProblems(checked),
    ...missing(
      checked,
      ['HUAWEICLOUD_SDK_PROJECT_ID'],
      'copy the ID of the region’s project (My Credentials, Projects)',
    ),
    ...(checked.values.METASTUDIO_ROBOTS.length > 0
      ? []
      : missing(
          checked,
          ['METASTUDIO_ROBOT_ID'],
          'copy it from the published conversation, or list several in METASTUDIO_ROBOTS',
        )),
    ...missing(checked, ['AUTH_SECRET'], 'make one: openssl rand -base64 33'),
    ...unknownRegion(checked),
  ],
});

function credentialProblems(checked: Checked<Values>): SettingProblem[] {
  const { values } = checked;
  const file = values.HUAWEICLOUD_SDK_CREDENTIALS_FILE;
  if (file) {
    // Read each time, because its temporary key is renewed.
    const { problem } = readCredentialsFile(file);
    const isSetTwice = values.HUAWEICLOUD_SDK_AK || values.HUAWEICLOUD_SDK_SK;
    const remedies = [
      isSetTwice ? 'is set beside HUAWEICLOUD_SDK_AK and _SK; keep one of the two ways' : undefined,
      problem,
    ];
    return remedies.flatMap((remedy) => (remedy ? [{ name: 'HUAWEICLOUD_SDK_CREDENTIALS_FILE', remedy }] : []));
  }
  if (usesAccessKey(values))
    return missing(checked, ['HUAWEICLOUD_SDK_AK', 'HUAWEICLOUD_SDK_SK'], 'an access key has two halves');
  if (usesIamUser(values))
    return missing(
      checked,
      ['HUAWEICLOUD_IAM_DOMAIN', 'HUAWEICLOUD_IAM_USER', 'HUAWEICLOUD_IAM_PASSWORD'],
      'a token needs all three',
    );
  return missing(
    checked,
    ['HUAWEICLOUD_SDK_AK', 'HUAWEICLOUD_SDK_SK'],
    'create an access key (My Credentials), or set HUAWEICLOUD_IAM_*',
  );
}

/** The regions of the documented endpoints (MetaStudio docs, "Before You Start"). */
export const KNOWN_REGIONS = ['cn-north-4', 'cn-east-3', 'ap-southeast-3'];

/** In a region that is not documented, the host names are guesses, so they must be set by hand. */
function unknownRegion({ values, malformed }: Checked<Values>): SettingProblem[] {
  const hosts: (keyof Values)[] = ['METASTUDIO_ENDPOINT', 'METASTUDIO_SERVER_ADDRESS'];
  if (!usesAccessKey(values) && usesIamUser(values)) hosts.push('HUAWEICLOUD_IAM_ENDPOINT');
  const guessed = hosts.filter((name) => !values[name]);
  const isKnown = KNOWN_REGIONS.includes(values.METASTUDIO_REGION);
  if (malformed.includes('METASTUDIO_REGION') || isKnown || guessed.length === 0) return [];
  const remedy = `must be one of ${KNOWN_REGIONS.join(', ')}; for a newer region set ${guessed.join(' and ')}, too`;
  return [{ name: 'METASTUDIO_REGION', remedy }];
}

export const usesAccessKey = (values: Values) =>
  Boolean(values.HUAWEICLOUD_SDK_CREDENTIALS_FILE || values.HUAWEICLOUD_SDK_AK || values.HUAWEICLOUD_SDK_SK);
const usesIamUser = (values: Values) =>
  Boolean(values.HUAWEICLOUD_IAM_DOMAIN || values.HUAWEICLOUD_IAM_USER || values.HUAWEICLOUD_IAM_PASSWORD);

const endpointOf = (values: Values) =>
  values.METASTUDIO_ENDPOINT ?? `https://metastudio.${values.METASTUDIO_REGION}.myhuaweicloud.com`;

/**
 * The host that the browser's SDK connects to, without scheme. It is not the server API's host: one has `-api` in its
 * name, the other has not (MetaStudio docs, "Before You Start").
 */
export const serverAddress = (environment: Environment = process.env): string => {
  const { values } = routeSettings.read(environment);
  return values.METASTUDIO_SERVER_ADDRESS ?? `metastudio-api.${values.METASTUDIO_REGION}.myhuaweicloud.com`;
};

/** The digital humans that the user can choose from, the default first; empty when the setting is missing. */
export function configuredRobots(environment: Environment = process.env) {
  const { METASTUDIO_ROBOTS: list, METASTUDIO_ROBOT_ID: id } = routeSettings.read(environment).values;
  return list.length > 0 || !id ? list : [{ id, name: id }];
}

/** @throws AppError `misconfigured`, naming every setting that is missing or malformed */
export function metastudioSettings(environment: Environment = process.env): MetaStudioSettings {
  const { values, problems } = routeSettings.read(environment);
  assertNone(problems);
  return metastudioOf(values);
}

/** The empty fallbacks, here and below, are used only when `problems` names the settings. */
const metastudioOf = (values: Values): MetaStudioSettings => ({
  endpoint: endpointOf(values),
  projectId: values.HUAWEICLOUD_SDK_PROJECT_ID ?? '',
  credentials: usesAccessKey(values) ? accessKeyOf(values) : iamUserOf(values),
  timeoutMs: values.METASTUDIO_TIMEOUT_MS,
});

function accessKeyOf(values: Values): AccessKey {
  const file = values.HUAWEICLOUD_SDK_CREDENTIALS_FILE;
  const fromFile = file ? readCredentialsFile(file).key : undefined;
  return (
    fromFile ?? {
      ak: values.HUAWEICLOUD_SDK_AK ?? '',
      sk: values.HUAWEICLOUD_SDK_SK ?? '',
      securityToken: values.HUAWEICLOUD_SDK_SECURITY_TOKEN,
    }
  );
}

const iamUserOf = (values: Values): IamUser => ({
  endpoint: values.HUAWEICLOUD_IAM_ENDPOINT ?? `https://iam.${values.METASTUDIO_REGION}.myhuaweicloud.com`,
  domain: values.HUAWEICLOUD_IAM_DOMAIN ?? '',
  user: values.HUAWEICLOUD_IAM_USER ?? '',
  password: values.HUAWEICLOUD_IAM_PASSWORD ?? '',
  projectId: values.HUAWEICLOUD_SDK_PROJECT_ID ?? '',
});

/** True for a well-formed endpoint that is not loopback: its codes cost money. */
export function usesRealCloud(environment: Environment = process.env): boolean {
  const { values, problems } = routeSettings.read(environment);
  if (problems.some(({ name }) => name === 'METASTUDIO_ENDPOINT')) return false;
  return !isLoopback(new URL(endpointOf(values)).hostname);
}

export interface SiteSettings {
  /** All secrets, the newest first: next-auth rotates them by `AUTH_SECRET_1` to `_3`. Empty when none is set. */
  secrets: string[];
  /** The public address of this site, such as `https://chat.example.com`. */
  url: string | undefined;
}

export function siteSettings(environment: Environment = process.env): SiteSettings {
  const { values: v } = routeSettings.read(environment);
  return {
    secrets: [v.AUTH_SECRET_3, v.AUTH_SECRET_2, v.AUTH_SECRET_1, v.AUTH_SECRET].filter(
      (secret) => secret !== undefined,
    ),
    url: v.AUTH_URL,
  };
}

export function limitSettings(environment: Environment = process.env): LimitSettings {
  const { values } = routeSettings.read(environment);
  return {
    perUserPerMinute: values.ONCE_CODES_PER_USER_PER_MINUTE,
    perUserPerDay: values.ONCE_CODES_PER_USER_PER_DAY,
    perSecond: values.ONCE_CODES_PER_SECOND,
    redisUrl: values.REDIS_URL,
  };
}

/** The longest time a session may be live, in milliseconds; 0 for no limit. */
export const longestSessionMs = (environment: Environment = process.env): number =>
  routeSettings.read(environment).values.LONGEST_SESSION_MINUTES * 60_000;

/**
 * The settings for `handleOnceCode()`. It never throws: the route reports a wrong setting to signed-in users of this
 * site only.
 */
export function onceCodeSettings(environment: Environment = process.env): OnceCodeSettings {
  const { values, problems } = routeSettings.read(environment);
  // The sign-in reports a missing AUTH_SECRET, because another sign-in may not need it.
  const ours = problems.filter(({ name, remedy }) => name !== 'AUTH_SECRET' || !remedy.startsWith('is not set'));
  const all = [...ours, ...(holder[KEY] ?? [])];
  return {
    metastudio: metastudioOf(values),
    serverAddress: serverAddress(environment),
    robotId: configuredRobots(environment)[0]?.id ?? '',
    siteUrl: values.AUTH_URL,
    longestSessionMs: longestSessionMs(environment),
    problem: all.length > 0 ? all.map(describeProblem).join('; ') : undefined,
  };
}

const KEY = Symbol.for('digital-human.other-setting-problems');
const holder = globalThis as { [KEY]?: readonly SettingProblem[] };

/**
 * Gives the route the problems of other groups' settings: no conversation starts until they are solved. They are kept
 * on `globalThis`, because Next loads modules once for routes and once more at the start.
 */
export function provideOtherProblems(problems: readonly SettingProblem[]): void {
  holder[KEY] = problems;
}

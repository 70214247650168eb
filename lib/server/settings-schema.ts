/**
 * Every setting: how it is written, its default, and what to do when it is missing or malformed.
 * A remedy never repeats the value, because the value may be a secret in the wrong place.
 */
import * as z from 'zod';
import { parseExtraHost, parseOrigin, parseScriptUrl, parseServerAddress } from './http/address';
import { readCredentialsFile } from './metastudio/credentials-file';

/**
 * For what goes into a header. A space or line break in a pasted key would otherwise fail there with an unclear error.
 */
const headerValue = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must hold no spaces, line breaks or characters outside ASCII')
  .optional();
const text = z.string().optional();

const origin = z
  .string()
  .optional()
  .transform((value, context) => {
    const url = value === undefined ? undefined : parseOrigin(value);
    if (value !== undefined && !url)
      context.addIssue('must be https://host[:port] (http only on loopback), without user, path or query');
    return url?.origin;
  });

const wholeNumber = (fallback: number, least: number, most: number) =>
  z
    .string()
    .default(String(fallback))
    .refine((value) => /^\d{1,10}$/.test(value) && +value >= least && +value <= most, {
      error: `must be a whole number from ${least} to ${most}`,
    })
    .transform(Number);

const robotId = z.string().regex(/^[^\s,=]{1,128}$/, 'must be a robot ID: no spaces, commas or equals signs');

export interface Robot {
  id: string;
  name: string;
}

const robots = z
  .string()
  .default('')
  .transform((value, context): Robot[] => {
    const list = value === '' ? [] : value.split(',').map((entry) => /^\s*([^\s,=]{1,128})\s*=(.*\S.*)$/.exec(entry));
    const found = list.flatMap((match) => (match ? [{ id: match[1] ?? '', name: (match[2] ?? '').trim() }] : []));
    if (found.length < list.length || new Set(found.map(({ id }) => id)).size < found.length)
      context.addIssue('must be id=Name,id=Name with each ID once');
    return found;
  });

const origins = z
  .string()
  .default('')
  .transform((value, context) => {
    const list = value.split(/[\s,]+/).filter(Boolean);
    const found = list.flatMap((entry) => parseOrigin(entry)?.origin ?? []);
    if (found.length < list.length)
      context.addIssue('must be origins such as https://portal.example.com, separated by spaces');
    return found;
  });

const hosts = z
  .string()
  .default('')
  .refine((value) => value.split(/\s+/).filter(Boolean).every(parseExtraHost), {
    error: 'must be hosts such as media.example.com or *.example.com:8443, separated by spaces, without scheme or path',
  })
  .transform((value) => value.split(/\s+/).filter(Boolean));

/** `proxy.example:3128` is how many tools write it. */
const proxyUrl = z
  .string()
  .optional()
  .transform((value, context) => {
    if (value === undefined) return undefined;
    const text = /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url && /^https?:$/.test(url.protocol) && url.hostname !== '' && url.pathname === '/' && !url.search)
      return url.href;
    context.addIssue('must be http://host:port of the proxy (with user:password@ before the host where it wants them)');
    return undefined;
  });

const isHttpUrl = (value: string) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
const isRedisUrl = (value: string) => URL.canParse(value) && /^rediss?:$/.test(new URL(value).protocol);

/** What MetaStudio signs is this text: it is checked, and never rewritten. */
const isCallbackUrl = (value: string) =>
  !/[\s?#]/.test(value) && URL.canParse(value) && parseOrigin(new URL(value).origin) !== undefined;

export const settingFields = z.object({
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
  HUAWEICLOUD_IAM_PASSWORD: text,
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
  METASTUDIO_SDK_URL: z
    .string()
    .default('/metastudio-sdk/HwICSUiSdk.js')
    .refine(
      (value) => parseScriptUrl(value),
      'must be a path on this site or an https URL (http only on loopback) ending in .js, without spaces',
    ),
  // The page waits 15 s for our answer (lib/digital-human/attempt.ts): a code minted later would be used by nobody.
  METASTUDIO_TIMEOUT_MS: wholeNumber(8_000, 1, 14_000),
  // At most ten minutes, which is more than anybody waits.
  METASTUDIO_READY_TIMEOUT_MS: wholeNumber(30_000, 1, 600_000),
  // At most a day: as long as a sign-in lasts.
  LONGEST_SESSION_MINUTES: wholeNumber(0, 0, 1_440),
  METASTUDIO_SILENT_TRACK: z
    .enum(
      ['1', '0'],
      'must be 1 (the microphone stays closed until the person speaks) or 0 (the page asks for it first)',
    )
    .default('1'),
  ONCE_CODES_PER_USER_PER_MINUTE: wholeNumber(6, 0, 1_000_000),
  ONCE_CODES_PER_USER_PER_DAY: wholeNumber(200, 0, 1_000_000),
  ONCE_CODES_PER_SECOND: wholeNumber(20, 0, 1_000_000),
  REDIS_URL: z.string().refine(isRedisUrl, 'must be redis://host[:port] or rediss://host[:port]').optional(),
  BRAIN_APP_ID: z.string().max(256, 'must be the APPID of the LLM callback').optional(),
  BRAIN_APP_KEY: text,
  BRAIN_APP_KEY_OLD: text,
  BRAIN_URL: z
    .string()
    .refine(isCallbackUrl, 'must be the callback’s public URL as typed in the console: https, without a query')
    .optional(),
  BRAIN_LLM_BASE_URL: z.string().refine(isHttpUrl, 'must be a URL such as https://api.example.com/v1').optional(),
  BRAIN_LLM_API_KEY: headerValue,
  BRAIN_LLM_MODEL: text,
  BRAIN_FILLER_MS: wholeNumber(1_500, 0, 60_000),
  QUESTIONS_PER_USER_PER_MINUTE: wholeNumber(20, 0, 1_000_000),
  AUTH_URL: z
    .string()
    .refine(
      isHttpUrl,
      "must be this site's address as people type it, such as https://chat.example.com (NEXTAUTH_URL is its older name)",
    )
    // `HTTPS://Chat.example.com/` as well: everything else compares and builds addresses with this form.
    .transform((value) => new URL(value).origin)
    .optional(),
  AUTH_SECRET: text,
  AUTH_SECRET_1: text,
  AUTH_SECRET_2: text,
  AUTH_SECRET_3: text,
  AUTH_GITHUB_ID: text,
  AUTH_GITHUB_SECRET: text,
  AUTH_OIDC_ISSUER: z
    .string()
    .refine(
      (value) => URL.canParse(value) && parseOrigin(new URL(value).origin),
      'must be an https URL (http only on loopback)',
    )
    .optional(),
  AUTH_OIDC_ID: text,
  AUTH_OIDC_SECRET: text,
  AUTH_OIDC_NAME: z.string().default('OpenID Connect'),
  DEMO_LOGIN: z
    .enum(
      ['1', 'with-real-cloud', '0'],
      'must be 1 (demo people), with-real-cloud (the same, and meant), or unset or 0 (none)',
    )
    .optional(),
  FRAME_ANCESTORS: origins,
  METASTUDIO_EXTRA_HOSTS: hosts,
  HTTPS_PROXY: proxyUrl,
  NO_PROXY: text,
  // Longer than proxies keep an idle connection: nginx 60 s, Caddy 2 minutes.
  KEEP_ALIVE_TIMEOUT: wholeNumber(130_000, 0, 3_600_000),
});

export type SettingValues = z.output<typeof settingFields>;
export type SettingName = keyof SettingValues;

export type Environment = Readonly<Record<string, string | undefined>>;

export interface SettingProblem {
  name: SettingName;
  /** What is wrong and what to do, to follow the name. */
  remedy: string;
}

/** The regions in the documentation's table of endpoints (MetaStudio docs, "Before You Start"). */
export const KNOWN_REGIONS = ['cn-north-4', 'cn-east-3', 'ap-southeast-3'];

/** A setting that is there but empty counts as unset: `.env` files and compose files are full of `NAME=`. */
const withoutEmpty = (environment: Environment) =>
  Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value?.trim() ? [[name, value]] : [])));

/** The names other tools use for the same settings. They count where ours are not set. */
const OLDER_NAMES: Partial<Record<SettingName, string>> = {
  AUTH_SECRET: 'NEXTAUTH_SECRET',
  AUTH_URL: 'NEXTAUTH_URL',
  HTTPS_PROXY: 'https_proxy',
  NO_PROXY: 'no_proxy',
};

/** What is given for each setting, under whichever name. */
export function givenSettings(environment: Environment): Record<string, string> {
  const filled = withoutEmpty(environment);
  const names = Object.keys(settingFields.shape) as SettingName[];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = filled[name] ?? filled[OLDER_NAMES[name] ?? ''];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

interface Settings {
  values: SettingValues;
  problems: SettingProblem[];
}

/** The environment of a server never changes, so it is parsed once a process. */
let last: { given: string; settings: Settings } | undefined;

/** A malformed setting is named in `problems` and falls back to its default, so that pages still render. */
export function readSettings(environment: Environment): Settings {
  const given = givenSettings(environment);
  const key = JSON.stringify(given);
  if (last?.given !== key) last = { given: key, settings: parseSettings(given) };
  const { values, problems } = last.settings;
  return { values, problems: [...problems, ...credentialsFileProblems(values)] };
}

function parseSettings(given: Record<string, string>): Settings {
  const quoted = quotedSettings(given);
  const parsed = settingFields.safeParse(given);
  if (parsed.success && quoted.length === 0)
    return { values: parsed.data, problems: crossFieldProblems(parsed.data, []) };
  const malformed = (parsed.error?.issues ?? [])
    .map(({ path, message }) => ({ name: path[0] as SettingName, remedy: message }))
    .filter(({ name }) => !quoted.some((problem) => problem.name === name));
  const problems = [...quoted, ...malformed];
  const names = problems.map(({ name }) => name);
  const usable = Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name as SettingName)));
  const values = settingFields.parse(usable);
  return { values, problems: [...problems, ...crossFieldProblems(values, names)] };
}

/** Quotes are syntax in a shell and in a `.env` file, and part of the value in a compose file or a Kubernetes secret. */
const quotedSettings = (given: Record<string, string>): SettingProblem[] =>
  Object.entries(given)
    .filter(
      ([name, value]) => /^(["'`]).*\1$/s.test(value.trim()) || (isKey(name) && /^["'`]|["'`]$/.test(value.trim())),
    )
    .map(([name]) => ({
      name: name as SettingName,
      remedy: 'must be written without quotes here: they came through as a part of the value',
    }));

const isKey = (name: string) => /^HUAWEICLOUD_SDK_(AK|SK|SECURITY_TOKEN)$/.test(name);

/** The file is looked at each time, because temporary keys are renewed in it. */
function credentialsFileProblems({ HUAWEICLOUD_SDK_CREDENTIALS_FILE: file }: SettingValues): SettingProblem[] {
  if (!file) return [];
  const { problem } = readCredentialsFile(file);
  return problem ? [{ name: 'HUAWEICLOUD_SDK_CREDENTIALS_FILE', remedy: problem }] : [];
}

/** What only several settings together can tell: what is missing, and what does not fit. */
function crossFieldProblems(values: SettingValues, malformed: SettingName[]): SettingProblem[] {
  const problems: SettingProblem[] = [];
  const need = (names: SettingName[], why: string) => {
    for (const name of names)
      if (!values[name] && !malformed.includes(name)) problems.push({ name, remedy: `is not set; ${why}` });
  };
  if (values.HUAWEICLOUD_SDK_CREDENTIALS_FILE) {
    if (values.HUAWEICLOUD_SDK_AK || values.HUAWEICLOUD_SDK_SK)
      problems.push({
        name: 'HUAWEICLOUD_SDK_CREDENTIALS_FILE',
        remedy: 'is set beside HUAWEICLOUD_SDK_AK and _SK; keep one of the two ways',
      });
  } else if (usesAccessKey(values)) need(['HUAWEICLOUD_SDK_AK', 'HUAWEICLOUD_SDK_SK'], 'an access key has two halves');
  else if (usesIamUser(values))
    need(['HUAWEICLOUD_IAM_DOMAIN', 'HUAWEICLOUD_IAM_USER', 'HUAWEICLOUD_IAM_PASSWORD'], 'a token needs all three');
  else
    need(
      ['HUAWEICLOUD_SDK_AK', 'HUAWEICLOUD_SDK_SK'],
      'create an access key (My Credentials), or set HUAWEICLOUD_IAM_*',
    );
  need(['HUAWEICLOUD_SDK_PROJECT_ID'], 'copy the ID of the region’s project (My Credentials, Projects)');
  if (values.METASTUDIO_ROBOTS.length === 0)
    need(['METASTUDIO_ROBOT_ID'], 'copy it from the published conversation, or list several in METASTUDIO_ROBOTS');
  need(['AUTH_SECRET'], 'make one: openssl rand -base64 33');
  if (values.AUTH_GITHUB_ID || values.AUTH_GITHUB_SECRET)
    need(['AUTH_GITHUB_ID', 'AUTH_GITHUB_SECRET'], 'sign-in with GitHub needs both');
  if (values.AUTH_OIDC_ISSUER || values.AUTH_OIDC_ID || values.AUTH_OIDC_SECRET)
    need(['AUTH_OIDC_ISSUER', 'AUTH_OIDC_ID', 'AUTH_OIDC_SECRET'], 'sign-in with OpenID Connect needs all three');
  if (values.BRAIN_APP_ID || values.BRAIN_APP_KEY || values.BRAIN_APP_KEY_OLD) {
    need(['BRAIN_APP_ID', 'BRAIN_APP_KEY'], 'the LLM callback needs both');
    if (!values.AUTH_URL) need(['BRAIN_URL'], 'type the callback’s public URL as in the console, or set AUTH_URL');
  }
  if (values.BRAIN_LLM_BASE_URL || values.BRAIN_LLM_API_KEY || values.BRAIN_LLM_MODEL)
    need(['BRAIN_LLM_BASE_URL', 'BRAIN_LLM_API_KEY', 'BRAIN_LLM_MODEL'], 'a language model needs all three');
  return malformed.includes('METASTUDIO_REGION') ? problems : [...problems, ...unknownRegion(values)];
}

/** In a region the documentation does not list, our host names are guesses: then they must be set by hand. */
function unknownRegion(values: SettingValues): SettingProblem[] {
  const hosts: SettingName[] = ['METASTUDIO_ENDPOINT', 'METASTUDIO_SERVER_ADDRESS'];
  if (!usesAccessKey(values) && usesIamUser(values)) hosts.push('HUAWEICLOUD_IAM_ENDPOINT');
  const guessed = hosts.filter((name) => !values[name]);
  if (KNOWN_REGIONS.includes(values.METASTUDIO_REGION) || guessed.length === 0) return [];
  const remedy = `must be one of ${KNOWN_REGIONS.join(', ')}; for a newer region set ${guessed.join(' and ')}, too`;
  return [{ name: 'METASTUDIO_REGION', remedy }];
}

export const usesAccessKey = (values: SettingValues) =>
  Boolean(values.HUAWEICLOUD_SDK_CREDENTIALS_FILE || values.HUAWEICLOUD_SDK_AK || values.HUAWEICLOUD_SDK_SK);
const usesIamUser = (values: SettingValues) =>
  Boolean(values.HUAWEICLOUD_IAM_DOMAIN || values.HUAWEICLOUD_IAM_USER || values.HUAWEICLOUD_IAM_PASSWORD);

export const describeProblem = ({ name, remedy }: SettingProblem): string => `${name} ${remedy}`;

export const settingProblems = (environment: Environment = process.env): SettingProblem[] =>
  readSettings(environment).problems;

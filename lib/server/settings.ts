/**
 * Reads all settings at once and says, by name, which are missing or malformed and what to do about each.
 * It must not know who needs which (that is `env.ts`), and no value ever enters a message.
 */
import { AppError } from '../api/errors';
import { readCredentialsFile } from './metastudio/credentials-file';
import { type SettingName, type SettingValues, settingFields } from './settings-schema';

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

/** @throws AppError `misconfigured`, naming every setting that is missing or malformed */
export function readAllSettings(environment: Environment): SettingValues {
  const { values, problems } = readSettings(environment);
  if (problems.length > 0) throw new AppError('misconfigured', { reason: problems.map(describeProblem).join('; ') });
  return values;
}

/**
 * Reads settings in groups, each beside the code that uses it; `all-settings.ts` lists the groups. A remedy never
 * repeats the value, which may be a secret in the wrong place.
 */
import * as z from 'zod';
import { AppError } from '../api/errors.ts';
import { parseOrigin } from './http/address.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface SettingProblem {
  name: string;
  /** What is wrong and what to do. It is shown after the name. */
  remedy: string;
}

export const describeProblem = ({ name, remedy }: SettingProblem): string => `${name} ${remedy}`;

/** @throws AppError `misconfigured`, naming every problem, when there is one */
export function assertNone(problems: readonly SettingProblem[]): void {
  if (problems.length > 0) throw new AppError('misconfigured', { reason: problems.map(describeProblem).join('; ') });
}

export interface ReadSettings<Values> {
  values: Values;
  /** Checked when it is read, because a check may read a file and most callers need only `values`. */
  readonly problems: SettingProblem[];
}

export interface SettingGroup<Values> {
  /** The raw values of the group's settings, under their own names even if an older name was set. */
  given(environment: Environment): Record<string, string>;
  /** A malformed setting is listed in `problems` and has its default value, so that pages still render. */
  read(environment?: Environment): ReadSettings<Values>;
}

/** What a check across several settings receives. */
export interface Checked<Values> {
  values: Values;
  /** The settings that are already known to be malformed. */
  malformed: readonly string[];
  environment: Environment;
}

interface GroupRules<Values> {
  /** Older names of settings, which are read when the new ones are not set. */
  olderNames?: Readonly<Record<string, string>>;
  /** Finds what several settings show only together: what is missing or contradictory. */
  check?: (checked: Checked<Values>) => SettingProblem[];
}

export function settingGroup<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  { olderNames = {}, check = () => [] }: GroupRules<z.output<z.ZodObject<Shape>>> = {},
): SettingGroup<z.output<z.ZodObject<Shape>>> {
  const names = Object.keys(fields.shape);
  /** The environment of a server does not change, so it is parsed once per process. */
  let last: { key: string; parsed: ReadSettings<z.output<z.ZodObject<Shape>>> } | undefined;
  const given = (environment: Environment) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = filled(environment[name]) ?? filled(environment[olderNames[name] ?? '']);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  const read = (environment: Environment = process.env) => {
    const found = given(environment);
    const key = JSON.stringify(found);
    if (last?.key !== key) last = { key, parsed: parse(fields, found) };
    const { values, problems } = last.parsed;
    return {
      values,
      get problems() {
        const malformed = problems.map(({ name }) => name);
        return [...problems, ...check({ values, malformed, environment })];
      },
    };
  };
  return { given, read };
}

/** An empty setting counts as unset, because `.env` and compose files often contain `NAME=`. */
const filled = (value: string | undefined) => (value?.trim() ? value : undefined);

function parse<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  given: Record<string, string>,
): ReadSettings<z.output<z.ZodObject<Shape>>> {
  const quoted = quotedSettings(given);
  const parsed = fields.safeParse(given);
  if (parsed.success && quoted.length === 0) return { values: parsed.data, problems: [] };
  const malformed = (parsed.error?.issues ?? [])
    .map(({ path, message }) => ({ name: String(path[0]), remedy: message }))
    .filter(({ name }) => !quoted.some((problem) => problem.name === name));
  const problems = [...quoted, ...malformed];
  const usable = Object.entries(given).filter(([name]) => !problems.some((problem) => problem.name === name));
  return { values: fields.parse(Object.fromEntries(usable)), problems };
}

/**
 * Quotes are syntax in a shell and in a `.env` file, and part of the value in a compose file or a Kubernetes secret.
 */
const quotedSettings = (given: Record<string, string>): SettingProblem[] =>
  Object.entries(given)
    .filter(
      ([name, value]) => /^(["'`])[\s\S]*\1$/.test(value.trim()) || (isKey(name) && /^["'`]|["'`]$/.test(value.trim())),
    )
    .map(([name]) => ({
      name,
      remedy: 'must be written without quotes here: they came through as a part of the value',
    }));

const isKey = (name: string) => /^HUAWEICLOUD_SDK_(AK|SK|SECURITY_TOKEN)$/.test(name);

/** A problem for each of these settings that is not set. */
export const missing = <Values extends object>(
  { values, malformed }: Checked<Values>,
  names: readonly (keyof Values & string)[],
  why: string,
): SettingProblem[] =>
  names
    .filter((name) => !values[name] && !malformed.includes(name))
    .map((name) => ({ name, remedy: `is not set; ${why}` }));

/** White space and invisible characters: a byte-order mark, a zero-width space. */
const UNSEEN = '[\\s\\u200b-\\u200f\\u2060]';
const unseenEnds = new RegExp(`^${UNSEEN}|${UNSEEN}$`);
const unseenLineEnds = new RegExp(`^(?! )${UNSEEN}|(?! )${UNSEEN}$`);

/**
 * For values that are sent unchanged: a secret that was encoded together with a line break would be refused by another
 * service, with an unclear error.
 */
export const bare = z.string().refine((value) => !unseenEnds.test(value), {
  error: 'must not begin or end with a space, a line break or a character that shows nothing',
  abort: true,
});

export const text = bare.optional();

/** For values that may contain spaces. */
export const password = z
  .string()
  .refine(
    (value) => !unseenLineEnds.test(value),
    'must not begin or end with a line break or a character that shows nothing',
  )
  .optional();

/**
 * For what goes into a header. A space or line break in a pasted key would otherwise fail there with an unclear error.
 */
export const headerValue = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must hold no spaces, line breaks or characters outside ASCII')
  .optional();

export const wholeNumber = (fallback: number, least: number, most: number) =>
  z
    .string()
    .default(String(fallback))
    .refine((value) => /^\d{1,10}$/.test(value) && +value >= least && +value <= most, {
      error: `must be a whole number from ${least} to ${most}`,
    })
    .transform(Number);

export const origin = z
  .string()
  .optional()
  .transform((value, context) => {
    const url = value === undefined ? undefined : parseOrigin(value);
    if (value !== undefined && !url)
      context.addIssue('must be https://host[:port] (http only on loopback), without user, path or query');
    return url?.origin;
  });

export const isHttpUrl = (value: string) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);

/**
 * Every setting by itself: how it is written, its default, and what an operator reads when it is malformed. What only
 * several settings together can tell is in `settings.ts`, and what the app makes of them in `env.ts`.
 * An error text never repeats the value: it may be a secret in the wrong place.
 */
import * as z from 'zod';
import { parseExtraHost, parseOrigin, parseScriptUrl, parseServerAddress } from './http/address';

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

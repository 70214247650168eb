/** The settings of pages: what the browser loads, what the page shows, and the Content-Security-Policy. */
import * as z from 'zod';
import { parseOrigin, parseServerAddress, type ServerAddress } from './http/address.ts';
import { parseExtraHost, parseScriptUrl } from './http/page-sources.ts';
import { configuredRobots, longestSessionMs, serverAddress } from './settings.ts';
import { type Environment, settingGroup, wholeNumber } from './settings-schema.ts';

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

const fields = z.object({
  METASTUDIO_SDK_URL: z
    .string()
    .default('/metastudio-sdk/HwICSUiSdk.js')
    .refine(
      (value) => parseScriptUrl(value),
      'must be a path on this site or an https URL (http only on loopback) ending in .js, without spaces',
    ),
  // At most ten minutes, which is longer than any user waits.
  METASTUDIO_READY_TIMEOUT_MS: wholeNumber(30_000, 1, 600_000),
  METASTUDIO_SILENT_TRACK: z
    .enum(['1', '0'], 'must be 1 (the microphone stays closed until the user speaks) or 0 (the page asks for it first)')
    .default('1'),
  RECORDING_NOTICE: z
    .enum(
      ['auto', '1', '0'],
      'must be auto (the server asks the cloud), 1 (the consent says that conversations are recorded) or 0 (it does not)',
    )
    .default('auto'),
  FEEDBACK: z.enum(['1', '0'], 'must be 1 (users may rate a conversation) or 0 (they may not)').default('0'),
  FRAME_ANCESTORS: origins,
  METASTUDIO_EXTRA_HOSTS: hosts,
});

export const pageGroup = settingGroup(fields);

export interface ChatPageSettings {
  /**
   * The URL of `HwICSUiSdk.js`: a path on this site or an absolute URL. Its style sheet is at the same URL with `.css`.
   */
  sdkUrl: string;
  readyTimeoutMs: number;
  /** The longest time a conversation may be live, in milliseconds; 0 for no limit. */
  longestSessionMs: number;
  /** True: the SDK publishes silence until the user speaks. False: it opens the microphone for every conversation. */
  silentTrack: boolean;
  /** The digital humans that the user can choose from, the default first; empty when the setting is missing. */
  robots: ReturnType<typeof configuredRobots>;
}

export function chatPageSettings(environment: Environment = process.env): ChatPageSettings {
  const { values } = pageGroup.read(environment);
  return {
    sdkUrl: parseScriptUrl(values.METASTUDIO_SDK_URL)?.href ?? values.METASTUDIO_SDK_URL,
    readyTimeoutMs: values.METASTUDIO_READY_TIMEOUT_MS,
    longestSessionMs: longestSessionMs(environment),
    silentTrack: values.METASTUDIO_SILENT_TRACK === '1',
    robots: configuredRobots(environment),
  };
}

export type RecordingSetting = z.output<typeof fields>['RECORDING_NOTICE'];

export const recordingSetting = (environment: Environment = process.env): RecordingSetting =>
  pageGroup.read(environment).values.RECORDING_NOTICE;

/** True if the page asks for feedback after a conversation. */
export const asksForFeedback = (environment: Environment = process.env): boolean =>
  pageGroup.read(environment).values.FEEDBACK === '1';

/** What the Content-Security-Policy depends on. */
export interface CspOrigins {
  /** Undefined when this site serves the SDK. */
  sdkOrigin: string | undefined;
  server: ServerAddress | undefined;
  /** The hosts of METASTUDIO_EXTRA_HOSTS. */
  extraHosts: { host: string; isLoopback: boolean }[];
  /** Who may show the app in a frame. */
  frameAncestors: string[];
  /** The origins that forms may lead to, beside this site: those of sign-in providers. */
  identityProviders?: string[];
}

export function cspOrigins(environment: Environment = process.env): CspOrigins {
  const { values } = pageGroup.read(environment);
  return {
    sdkOrigin: parseScriptUrl(values.METASTUDIO_SDK_URL)?.origin,
    server: parseServerAddress(serverAddress(environment)),
    frameAncestors: values.FRAME_ANCESTORS,
    extraHosts: values.METASTUDIO_EXTRA_HOSTS.flatMap((host) => parseExtraHost(host) ?? []),
  };
}

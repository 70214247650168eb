/**
 * What each part of the server gets from the settings. They are read at run time, so one build serves every environment.
 * Only `metastudioSettings` throws when a setting is wrong: a page must render all the same.
 */
import { AppError } from '../api/errors';
import { isLoopback, parseExtraHost, parseScriptUrl, parseServerAddress, type ServerAddress } from './http/address';
import type { LimitSettings } from './limits';
import type { MetaStudioSettings } from './metastudio/client';
import { readCredentialsFile } from './metastudio/credentials-file';
import type { IamUser } from './metastudio/iam-token';
import type { AccessKey } from './metastudio/signature';
import type { OnceCodeSettings } from './once-code-route';
import {
  describeProblem,
  type Environment,
  type Robot,
  readSettings,
  type SettingValues,
  usesAccessKey,
} from './settings-schema';

const endpointOf = (values: SettingValues) =>
  values.METASTUDIO_ENDPOINT ?? `https://metastudio.${values.METASTUDIO_REGION}.myhuaweicloud.com`;

/**
 * The server API's host and the SDK's differ by `-api` (MetaStudio docs, "Before You Start"), and are easily mixed up.
 */
const serverAddressOf = (values: SettingValues) =>
  values.METASTUDIO_SERVER_ADDRESS ?? `metastudio-api.${values.METASTUDIO_REGION}.myhuaweicloud.com`;

const robotsOf = ({ METASTUDIO_ROBOTS: list, METASTUDIO_ROBOT_ID: id }: SettingValues): Robot[] =>
  list.length > 0 || !id ? list : [{ id, name: id }];

/** @throws AppError `misconfigured`, naming every setting that is missing or malformed */
export function metastudioSettings(environment: Environment = process.env): MetaStudioSettings {
  const { values, problems } = readSettings(environment);
  if (problems.length > 0) throw new AppError('misconfigured', { reason: problems.map(describeProblem).join('; ') });
  return metastudioOf(values);
}

/** The empty fallbacks, here and below, are only used when `problems` name the settings. */
const metastudioOf = (values: SettingValues): MetaStudioSettings => ({
  endpoint: endpointOf(values),
  projectId: values.HUAWEICLOUD_SDK_PROJECT_ID ?? '',
  credentials: usesAccessKey(values) ? accessKeyOf(values) : iamUserOf(values),
  timeoutMs: values.METASTUDIO_TIMEOUT_MS,
});

/** For `POST /api/once-code`, which reports a wrong setting only to signed-in users of this site. */
export function onceCodeSettings(environment: Environment = process.env): OnceCodeSettings {
  const { values, problems } = readSettings(environment);
  const { secrets, url } = signInSettings(environment);
  // A missing AUTH_SECRET is for the sign-in to report: another sign-in may have no use for it.
  const ours = problems.filter(({ name, remedy }) => name !== 'AUTH_SECRET' || !remedy.startsWith('is not set'));
  return {
    metastudio: metastudioOf(values),
    serverAddress: serverAddressOf(values),
    robotId: robotsOf(values)[0]?.id ?? '',
    siteUrl: url,
    secrets,
    longestMs: values.LONGEST_SESSION_MINUTES * 60_000,
    problem: ours.length > 0 ? ours.map(describeProblem).join('; ') : undefined,
  };
}

function accessKeyOf(values: SettingValues): AccessKey {
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

const iamUserOf = (values: SettingValues): IamUser => ({
  endpoint: values.HUAWEICLOUD_IAM_ENDPOINT ?? `https://iam.${values.METASTUDIO_REGION}.myhuaweicloud.com`,
  domain: values.HUAWEICLOUD_IAM_DOMAIN ?? '',
  user: values.HUAWEICLOUD_IAM_USER ?? '',
  password: values.HUAWEICLOUD_IAM_PASSWORD ?? '',
  projectId: values.HUAWEICLOUD_SDK_PROJECT_ID ?? '',
});

/** How calls leave this server, when there is a proxy on the way out. */
export interface ProxySettings {
  url: string | undefined;
  /** Hosts that are called directly, as NO_PROXY lists them. */
  except: string;
}

export function proxySettings(environment: Environment = process.env): ProxySettings {
  const { values } = readSettings(environment);
  return { url: values.HTTPS_PROXY, except: values.NO_PROXY ?? '' };
}

/** Milliseconds an idle connection is kept. */
export const keepAliveMs = (environment: Environment = process.env): number =>
  readSettings(environment).values.KEEP_ALIVE_TIMEOUT;

/**
 * How long a connection to one address of a host may take before the next address is tried. Node's own 250 ms gives up on
 * every host that is far away; a third of the whole call leaves time for two more.
 */
export const connectAttemptMs = (environment: Environment = process.env): number =>
  Math.max(250, Math.floor(readSettings(environment).values.METASTUDIO_TIMEOUT_MS / 3));

export interface ChatPageSettings {
  /** A path on this site or an absolute URL; the style sheet is the same with `.css`. */
  sdkUrl: string;
  readyTimeoutMs: number;
  /** Of one conversation; 0 for no limit. */
  longestMs: number;
  /** The SDK publishes silence until the person speaks; else it opens the microphone for every conversation. */
  silentTrack: boolean;
  /** The digital humans to choose from, the default first; empty when the setting is missing. */
  robots: Robot[];
}

export function chatPageSettings(environment: Environment = process.env): ChatPageSettings {
  const { values } = readSettings(environment);
  return {
    sdkUrl: parseScriptUrl(values.METASTUDIO_SDK_URL)?.href ?? values.METASTUDIO_SDK_URL,
    readyTimeoutMs: values.METASTUDIO_READY_TIMEOUT_MS,
    longestMs: values.LONGEST_SESSION_MINUTES * 60_000,
    silentTrack: values.METASTUDIO_SILENT_TRACK === '1',
    robots: robotsOf(values),
  };
}

export function limitSettings(environment: Environment = process.env): LimitSettings {
  const { values } = readSettings(environment);
  return {
    perUserPerMinute: values.ONCE_CODES_PER_USER_PER_MINUTE,
    perUserPerDay: values.ONCE_CODES_PER_USER_PER_DAY,
    perSecond: values.ONCE_CODES_PER_SECOND,
    redisUrl: values.REDIS_URL,
  };
}

export interface SignInSettings {
  /** All the secrets, newest first: `AUTH_SECRET_1` to `_3` are next-auth's way to rotate. Empty when there is none. */
  secrets: string[];
  /** This site's address as people type it. */
  url: string | undefined;
  demo: boolean;
  github: { clientId: string; clientSecret: string } | undefined;
  oidc: { issuer: string; clientId: string; clientSecret: string; name: string } | undefined;
}

export function signInSettings(environment: Environment = process.env): SignInSettings {
  const { values: v } = readSettings(environment);
  return {
    secrets: [v.AUTH_SECRET_3, v.AUTH_SECRET_2, v.AUTH_SECRET_1, v.AUTH_SECRET].filter(
      (secret) => secret !== undefined,
    ),
    url: v.AUTH_URL,
    demo: v.DEMO_LOGIN === '1' || v.DEMO_LOGIN === 'with-real-cloud',
    github:
      v.AUTH_GITHUB_ID && v.AUTH_GITHUB_SECRET
        ? { clientId: v.AUTH_GITHUB_ID, clientSecret: v.AUTH_GITHUB_SECRET }
        : undefined,
    oidc:
      v.AUTH_OIDC_ISSUER && v.AUTH_OIDC_ID && v.AUTH_OIDC_SECRET
        ? {
            issuer: v.AUTH_OIDC_ISSUER,
            clientId: v.AUTH_OIDC_ID,
            clientSecret: v.AUTH_OIDC_SECRET,
            name: v.AUTH_OIDC_NAME,
          }
        : undefined,
  };
}

/** A well-formed endpoint that is not loopback: codes minted there cost money. */
export function mintsOnRealCloud(environment: Environment = process.env): boolean {
  const { values, problems } = readSettings(environment);
  if (problems.some(({ name }) => name === 'METASTUDIO_ENDPOINT')) return false;
  return !isLoopback(new URL(endpointOf(values)).hostname);
}

/** What the Content-Security-Policy depends on. */
export interface CspOrigins {
  /** Undefined when this site serves the SDK. */
  sdkOrigin: string | undefined;
  server: ServerAddress | undefined;
  /** Sign-in forms lead there. Without JavaScript they do so by a redirect, which `form-action` must allow. */
  identityProviders: string[];
  /** Of METASTUDIO_EXTRA_HOSTS. */
  extraHosts: { host: string; isLoopback: boolean }[];
  /** Who may show the app in a frame. */
  frameAncestors: string[];
}

export function cspOrigins(environment: Environment = process.env): CspOrigins {
  const { values } = readSettings(environment);
  const { github, oidc } = signInSettings(environment);
  return {
    sdkOrigin: parseScriptUrl(values.METASTUDIO_SDK_URL)?.origin,
    server: parseServerAddress(serverAddressOf(values)),
    identityProviders: [...(github ? ['https://github.com'] : []), ...(oidc ? [new URL(oidc.issuer).origin] : [])],
    frameAncestors: values.FRAME_ANCESTORS,
    extraHosts: values.METASTUDIO_EXTRA_HOSTS.flatMap((host) => parseExtraHost(host) ?? []),
  };
}

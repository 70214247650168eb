/**
 * The part of the vendor's `HwICSUiSdk` that we use, as version 5.0.6 declares it and as it behaves.
 * A type proves nothing about a global: `isIcsSdk` looks at run time.
 */

/** What most methods resolve with. `result: false` is a failure; methods are not meant to reject. */
export interface IcsResult {
  result?: boolean;
  errorCode?: string;
  errorMsg?: string;
  chatId?: string;
}

/** Payloads as dispatched. Everything is optional and may be null: the SDK passes on what a backend answered. */
export interface IcsEvents {
  /** One failure may dispatch several. */
  error: { code?: unknown; message?: string; module?: string };
  /** Ready only when `isReady === true` and `jobId` is there; flips at every internal rejoin. */
  jobInfoChange: { jobId?: string | null; isReady?: boolean };
  enterActive: undefined;
  enterSleep: undefined;
  speakingStart: { chatId?: string };
  speakingStop: { chatId?: string };
  /** Cumulative: replaces the one before. */
  speechRecognized: { text?: string | null; isLast?: boolean; resultId?: string | number; chatId?: string };
  /** Incremental: appended, unless `isReplace`. The text is raw and may hold HTML. */
  semanticRecognized: {
    text?: string | null;
    questionText?: string | null;
    isLast?: boolean;
    isReplace?: boolean;
    resultId?: string | number;
    chatId?: string;
    /** What an LLM callback put beside its words, as it came: not to be trusted. */
    extendParam?: unknown;
  };
  /** The job will be ended for silence in `restTime` ms. */
  jobEndMention: { jobId?: string; restTime?: number };
  /** Only for silence (`reason` is `MUTE_TIMEOUT`); no `error` event comes then. */
  jobEnd: { jobId?: string; reason?: string };
}

export type IcsListeners = { [Name in keyof IcsEvents]: (payload: IcsEvents[Name]) => void };

export type IcsLogLevel = 'debug' | 'info' | 'warn' | 'error' | 'none';

/**
 * A call of `setConfig` without `enableBusinessTrack: false` switches the vendor's telemetry on and sends everything
 * recorded since the script was loaded, the once code included. So the type demands it in every call.
 */
export interface IcsConfig {
  enableBusinessTrack: false;
  defaultMuteRemoteAudio?: boolean;
  /** Releases the microphone when the server puts the chat to sleep. */
  enableCollectAudioDemand?: boolean;
  /** Shows the SDK's own picker of microphone and speaker. */
  enableDeviceSetting?: boolean;
}

export interface IcsCreateParameters {
  /** Host without scheme; a malformed one makes the SDK unusable until the page is reloaded. */
  serverAddress: string;
  onceCode: string;
  robotId: string;
  containerId: string;
  /** A JSON object; the cloud passes it on to an LLM callback. */
  extendParamStr?: string;
  logLevel: IcsLogLevel;
  config: IcsConfig;
  /** Only here: `create` begins with a `destroy` that clears all listeners. */
  eventListeners: IcsListeners;
}

export type InteractionMode = 'TEXT' | 'AUDIO';

/** The languages that `changeLanguage` declares. */
export type IcsLanguage = 'zh_CN' | 'en_US';

export interface IcsLanguageInfo {
  result: boolean;
  errorCode?: string;
  languageList?: readonly { language?: string; language_desc?: string }[];
  currentLanguage?: string;
}

/** Optional members are those a written conversation can do without: an older SDK may lack them. */
export interface IcsSdk {
  readonly version?: string;
  checkBrowserSupport?(): Promise<boolean>;
  /** Resolves on every failure, after an `error` event; a parallel call resolves with 999400004; may never settle. */
  create(parameters: IcsCreateParameters): Promise<IcsResult | undefined>;
  /** Takes seconds, and a paid slot is held until it is done. Two at once overlap. */
  destroy(): Promise<void>;
  /** Must name `enableBusinessTrack: false`: see `IcsConfig`. */
  setConfig?(config: IcsConfig): Promise<void>;
  setLogLevel?(level: IcsLogLevel): void;
  /** `jobId` is empty without a job. */
  getJobInfo?(): Promise<{ jobId?: string | null } | undefined>;
  /** Publishes the microphone in every mode, TEXT too, unless a custom record is on. */
  startChat(p: { interactionMode: InteractionMode; preCheckPermissions: false }): Promise<IcsResult | undefined>;
  sendTextQuestion(p: { text: string }): Promise<IcsResult | undefined>;
  interactionModeSwitch?(p: { interactionMode: InteractionMode }): Promise<IcsResult | undefined>;
  /** The answer is over only when `speakingStop` comes. */
  interruptSpeaking?(): Promise<IcsResult | undefined>;
  /** False without a stream. The flag outlives `create` and `destroy`. */
  muteRemoteAudio?(): Promise<boolean>;
  unmuteRemoteAudio?(): Promise<boolean>;
  /** When the browser refuses, the SDK shows a modal of its own: only for our own button. */
  playRemoteVideo?(): Promise<IcsResult | undefined>;
  /** Un-mutes the microphone, on a chat that is awake; refused with 999400001 while the digital human answers. */
  startUserSpeak?(p: { preCheckPermissions: false }): Promise<IcsResult | undefined>;
  /** Mutes the microphone, which stays open; the chat stays awake. */
  stopUserSpeak?(): Promise<IcsResult | undefined>;
  /**
   * `enable: true` publishes a silent track and closes the microphone, `enable: false` publishes the microphone. Works
   * once ready; resolves before the track is published; the flag outlives `destroy`.
   */
  setThirdPartyConfig?(p: { customRecord: { enable: boolean } }): Promise<IcsResult | undefined>;
  getLanguageInfo?(): IcsLanguageInfo;
  changeLanguage?(p: { langCode: string }): Promise<IcsResult | undefined>;
}

/** An object that lacks one of them is not the SDK this app was written for. */
export const icsSdkMethods = [
  'create',
  'destroy',
  'startChat',
  'sendTextQuestion',
] as const satisfies readonly (keyof IcsSdk)[];

/** Text questions came with 2.1.0 (MetaStudio docs, "SDK versions"). */
const OLDEST_VERSION = [2, 1, 0] as const;

/** A class with static methods (the real one) or an object: both pass when all the methods are there. */
export const isIcsSdk = (value: unknown): value is IcsSdk =>
  hasMethods(value, icsSdkMethods) && !isOlderVersion(versionOf(value));

/** By its version; a script that names none, by the methods that came with 2.0.3 and 2.1.0. */
export function isTooOldIcsSdk(value: unknown): boolean {
  if (!hasMethods(value, ['create', 'destroy'])) return false;
  const version = versionOf(value);
  return version ? isOlderVersion(version) : !hasMethods(value, icsSdkMethods);
}

/** `5.0.6`; `null` when the script does not say. */
export function versionOf(sdk: unknown): string | null {
  const { version } = (sdk ?? {}) as { version?: unknown };
  return typeof version === 'string' && /^\d+\.\d+/.test(version) ? version.slice(0, 32) : null;
}

function isOlderVersion(version: string | null): boolean {
  if (!version) return false;
  const parts = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const at = OLDEST_VERSION.findIndex((part, i) => (parts[i] ?? 0) !== part);
  return at >= 0 && (parts[at] ?? 0) < (OLDEST_VERSION[at] ?? 0);
}

function hasMethods(value: unknown, names: readonly string[]): boolean {
  if (value === null || (typeof value !== 'function' && typeof value !== 'object')) return false;
  return names.every((name) => typeof (value as Record<string, unknown>)[name] === 'function');
}

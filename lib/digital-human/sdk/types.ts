/**
 * The part of the vendor's `HwICSUiSdk` that this app uses, as version 5.0.6 declares it and as it behaves
 * (`docs/sdk-facts.md`). A type proves nothing about a global, so `isIcsSdk` checks it at run time.
 */

/** What most methods resolve with. `result: false` is a failure; methods are not meant to reject. */
export interface IcsResult {
  result?: boolean;
  errorCode?: string;
  errorMsg?: string;
  chatId?: string;
}

/**
 * The payloads of the SDK's events. All fields are optional and may be null: the SDK passes on what a backend answered.
 */
export interface IcsEvents {
  /** One failure may dispatch several errors. */
  error: { code?: unknown; message?: string; module?: string };
  /**
   * Ready when `isReady` is true and `jobId` is present. `isReady` becomes false and true again when the SDK rejoins by
   * itself.
   */
  jobInfoChange: { jobId?: string | null; isReady?: boolean };
  enterActive: undefined;
  enterSleep: undefined;
  speakingStart: { chatId?: string };
  speakingStop: { chatId?: string };
  /** Cumulative: each event replaces the one before. */
  speechRecognized: { text?: string | null; isLast?: boolean; resultId?: string | number; chatId?: string };
  /** Incremental: append the text unless `isReplace`. It is raw and may contain HTML. */
  semanticRecognized: {
    text?: string | null;
    questionText?: string | null;
    isLast?: boolean;
    isReplace?: boolean;
    resultId?: string | number;
    chatId?: string;
    /** What an LLM callback sent with the text, unchecked. */
    extendParam?: unknown;
  };
  /** The cloud will end the job for silence in `restTime` milliseconds. */
  jobEndMention: { jobId?: string; restTime?: number };
  /** The cloud ended the job for silence (`reason` is `MUTE_TIMEOUT`). No `error` event follows. */
  jobEnd: { jobId?: string; reason?: string };
}

export type IcsListeners = { [Name in keyof IcsEvents]: (payload: IcsEvents[Name]) => void };

export type IcsLogLevel = 'debug' | 'info' | 'warn' | 'error' | 'none';

/**
 * A `setConfig` call without `enableBusinessTrack: false` turns the vendor's telemetry on and sends everything recorded
 * since the script was loaded, including the once code. So the type requires the field in every call.
 */
export interface IcsConfig {
  enableBusinessTrack: false;
  defaultMuteRemoteAudio?: boolean;
  /** Releases the microphone when the server puts the chat to sleep. */
  enableCollectAudioDemand?: boolean;
  /** Shows the SDK's own picker for microphone and speaker. */
  enableDeviceSetting?: boolean;
}

export interface IcsCreateParameters {
  /** A host without scheme. A malformed one makes the SDK unusable until the page is reloaded. */
  serverAddress: string;
  onceCode: string;
  robotId: string;
  containerId: string;
  /** A JSON object, which the cloud passes on to an LLM callback. */
  extendParamStr?: string;
  logLevel: IcsLogLevel;
  config: IcsConfig;
  /** Listeners can be set only here: `create` begins with a `destroy` that clears all of them. */
  eventListeners: IcsListeners;
}

export type InteractionMode = 'TEXT' | 'AUDIO';

/** The languages that `changeLanguage` declares. */
export type IcsLanguage = 'zh_CN' | 'en_US';

export interface IcsLanguageInfo {
  result: boolean;
  errorCode?: string;
  languageList?: readonly ({ language?: string; language_desc?: string } | null)[] | null;
  currentLanguage?: string | null;
}

/** A written conversation works without the optional methods, which an older SDK may lack. */
export interface IcsSdk {
  readonly version?: string;
  checkBrowserSupport?(): Promise<boolean>;
  /** Also resolves on failure, after an `error` event. A parallel call resolves with 999400004. It may never settle. */
  create(parameters: IcsCreateParameters): Promise<IcsResult | undefined>;
  /** Takes seconds; the paid slot is occupied until it is done. A second call does not wait for the first. */
  destroy(): Promise<void>;
  /** Must name `enableBusinessTrack: false`: see `IcsConfig`. */
  setConfig?(config: IcsConfig): Promise<void>;
  setLogLevel?(level: IcsLogLevel): void;
  /** Without a job, `jobId` is empty. */
  getJobInfo?(): Promise<{ jobId?: string | null } | undefined>;
  /** Publishes the microphone, not muted, in every mode, TEXT too, unless a custom record is on. */
  startChat(p: { interactionMode: InteractionMode; preCheckPermissions: false }): Promise<IcsResult | undefined>;
  sendTextQuestion(p: { text: string }): Promise<IcsResult | undefined>;
  interactionModeSwitch?(p: { interactionMode: InteractionMode }): Promise<IcsResult | undefined>;
  /** The answer ends only when `speakingStop` is dispatched. */
  interruptSpeaking?(): Promise<IcsResult | undefined>;
  /** Resolves with false without a stream. The setting outlives `create` and `destroy`. */
  muteRemoteAudio?(): Promise<boolean>;
  /** Resolves with true also without a stream. */
  unmuteRemoteAudio?(): Promise<boolean>;
  /** Call it from a click only: if the browser refuses, the SDK shows a modal of its own. */
  playRemoteVideo?(): Promise<IcsResult | undefined>;
  /**
   * Unmutes the microphone of a chat that is awake. Refused with 999400001 while the digital human answers, and with
   * 999100007 when no track is published.
   */
  startUserSpeak?(p: { preCheckPermissions: false }): Promise<IcsResult | undefined>;
  /** Mutes the microphone, which stays open; the chat stays awake. */
  stopUserSpeak?(): Promise<IcsResult | undefined>;
  /**
   * `enable: true` publishes a silent track and closes the microphone, and resolves before that is done; `enable: false`
   * opens and publishes the microphone, and resolves then. The device needs the page after sign-in, the flag counts from
   * the call, and it outlives `destroy`.
   */
  setThirdPartyConfig?(p: { customRecord: { enable: boolean } }): Promise<IcsResult | undefined>;
  getLanguageInfo?(): IcsLanguageInfo;
  changeLanguage?(p: { langCode: string }): Promise<IcsResult | undefined>;
}

/** The methods this app cannot work without. */
export const icsSdkMethods = [
  'create',
  'destroy',
  'startChat',
  'sendTextQuestion',
] as const satisfies readonly (keyof IcsSdk)[];

/** Text questions came with 2.1.0 (MetaStudio docs, "SDK versions"). */
export const OLDEST_SDK_VERSION = [2, 1, 0] as const;

/** True for a class with static methods, which the real SDK is, and for an object, if it has all the methods. */
export const isIcsSdk = (value: unknown): value is IcsSdk =>
  hasMethods(value, icsSdkMethods) && !isOlderVersion(versionOf(value));

/** Judges by the version; if the script states none, by the methods added in 2.0.3 and 2.1.0. */
export function isTooOldIcsSdk(value: unknown): boolean {
  if (!hasMethods(value, ['create', 'destroy'])) return false;
  const version = versionOf(value);
  return version ? isOlderVersion(version) : !hasMethods(value, icsSdkMethods);
}

/**
 * The version, such as `5.0.6`; null when the script does not state it. Only a short word is accepted, because it goes
 * into a report and a log line.
 */
export function versionOf(sdk: unknown): string | null {
  const { version } = (sdk ?? {}) as { version?: unknown };
  return typeof version === 'string' && /^\d+\.\d[\w.-]{0,28}$/.test(version) ? version : null;
}

function isOlderVersion(version: string | null): boolean {
  if (!version) return false;
  const parts = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const at = OLDEST_SDK_VERSION.findIndex((part, i) => (parts[i] ?? 0) !== part);
  return at >= 0 && (parts[at] ?? 0) < (OLDEST_SDK_VERSION[at] ?? 0);
}

function hasMethods(value: unknown, names: readonly string[]): boolean {
  if (value === null || (typeof value !== 'function' && typeof value !== 'object')) return false;
  return names.every((name) => typeof (value as Record<string, unknown>)[name] === 'function');
}

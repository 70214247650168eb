/**
 * The part of the vendor's `HwICSUiSdk` (5.0.6) that we use, typed as it behaves, not as it is declared.
 * Types prove nothing about a global: `isIcsSdk` looks at run time.
 */

/** What most methods resolve with. `result: false` is a failure; methods never reject by design. */
export interface IcsResult {
  result?: boolean;
  errorCode?: string;
  errorMsg?: string;
  chatId?: string;
}

/** Payloads as dispatched. Everything is optional: the SDK passes on what a backend answered. */
export interface IcsEvents {
  error: { code?: unknown; message?: string };
  /** Ready only when `isReady === true` and `jobId` is there; flips at every internal rejoin. */
  jobInfoChange: { jobId?: string; isReady?: boolean };
  enterActive: undefined;
  enterSleep: undefined;
  speakingStart: { chatId?: string };
  speakingStop: { chatId?: string };
  /** Cumulative: replaces the one before. */
  speechRecognized: { text?: string; isLast?: boolean; resultId?: string; chatId?: string };
  /** Incremental: appended, unless `isReplace`. */
  semanticRecognized: {
    text?: string;
    questionText?: string;
    isLast?: boolean;
    isReplace?: boolean;
    resultId?: string;
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

export interface IcsCreateParameters {
  /** Host without scheme; a malformed one makes the SDK unusable until the page is reloaded. */
  serverAddress: string;
  onceCode: string;
  robotId: string;
  containerId: string;
  /** A JSON object; the cloud passes it on to an LLM callback. */
  extendParamStr?: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'none';
  config: { enableBusinessTrack: boolean; defaultMuteRemoteAudio: boolean };
  /** Only here: `create` begins with a `destroy` that clears all listeners. */
  eventListeners: IcsListeners;
}

export type InteractionMode = 'TEXT' | 'AUDIO';

/** The languages of HwICSUiSdk 5.0.6. */
export type IcsLanguage = 'zh_CN' | 'en_US';

/** Optional methods are those a written conversation can do without: an older SDK may lack them. */
export interface IcsSdk {
  checkBrowserSupport?(): boolean;
  /** Resolves on every failure, after an `error` event; a parallel call resolves with 999400004; may never settle. */
  create(parameters: IcsCreateParameters): Promise<IcsResult | undefined>;
  /** Takes seconds, and a paid slot is held until it is done. */
  destroy(): Promise<void>;
  startChat(p: { interactionMode: InteractionMode; preCheckPermissions: boolean }): Promise<IcsResult | undefined>;
  sendTextQuestion(p: { text: string }): Promise<IcsResult | undefined>;
  interactionModeSwitch?(p: { interactionMode: InteractionMode }): Promise<IcsResult | undefined>;
  interruptSpeaking?(): Promise<IcsResult | undefined>;
  muteRemoteAudio?(): unknown;
  unmuteRemoteAudio?(): unknown;
  playRemoteVideo?(): Promise<IcsResult | undefined>;
  /** Opens the microphone, on a chat that is awake; refused with 999400001 while the digital human speaks. */
  startUserSpeak?(p: { preCheckPermissions: boolean }): Promise<IcsResult | undefined>;
  /** Closes the microphone; the chat stays awake. */
  stopUserSpeak?(): Promise<IcsResult | undefined>;
  /** Merges into the settings of `create`. `enableDeviceSetting` shows the SDK's own picker. */
  setConfig?(config: { enableDeviceSetting: boolean }): void;
  getLanguageInfo?(): { language?: string };
  changeLanguage?(p: { langCode: IcsLanguage }): Promise<IcsResult | undefined>;
}

/** An object that lacks one of them is not the SDK this app was written for. */
export const icsSdkMethods = [
  'create',
  'destroy',
  'startChat',
  'sendTextQuestion',
] as const satisfies readonly (keyof IcsSdk)[];

/** A class with static methods (the real one) or an object: both pass when all the methods are there. */
export const isIcsSdk = (value: unknown): value is IcsSdk => hasMethods(value, icsSdkMethods);

/**
 * The SDK does not tell its version, so it is judged by its methods: `create` and `destroy` are as old as the SDK,
 * `startChat` came with 2.0.3 and text questions with 2.1.0 (MetaStudio docs, "SDK versions").
 */
export const isTooOldIcsSdk = (value: unknown): boolean =>
  hasMethods(value, ['create', 'destroy']) && !hasMethods(value, icsSdkMethods);

function hasMethods(value: unknown, names: readonly string[]): boolean {
  if (value === null || (typeof value !== 'function' && typeof value !== 'object')) return false;
  return names.every((name) => typeof (value as Record<string, unknown>)[name] === 'function');
}

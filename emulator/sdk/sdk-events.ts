// The events for integrators, with the payloads of HwICSUiSdk 5.0.6, the map of listeners and the log.
import type { JsonObject } from './http';
import type { IcsError, UiSdkResult } from './ics-error';
import { type VendorConfigKey, vendorLogLevels } from './vendor-surface';

/** The settings of `create({config})` and `setConfig()`. */
export type SdkConfig = Record<VendorConfigKey, boolean>;

export interface JobInfo {
  /** Undefined when there is no job any more. */
  jobId: string | undefined;
  websocketAddr: string | undefined;
  isReady: boolean;
  /** As the cloud sent it, in snake_case. */
  chatInfo: JsonObject | null;
}

/** As the cloud sent them: a text may be null, an `isLast` missing, a `resultId` a number. */
export interface SemanticRecognized {
  text: unknown;
  questionText: unknown;
  isLast: unknown;
  isReplace: unknown;
  resultId: unknown;
  chatId: string;
  extendParam: unknown;
}

export interface SpeechRecognized {
  /** Cumulative: replaces the previous text of the same chat. */
  text: string;
  isLast: boolean;
  resultId: string;
  chatId: string;
}

export interface LanguageItem {
  language: string;
  language_desc: string;
}

export interface LanguageInfo extends UiSdkResult {
  languageList?: readonly LanguageItem[];
  currentLanguage?: string;
}

/** The languages of the stand-in's own texts. */
export type Language = 'zh_CN' | 'en_US';

interface EventPayloads {
  error: IcsError;
  jobInfoChange: JobInfo;
  enterActive: undefined;
  enterSleep: undefined;
  speakingStart: { chatId: string };
  speakingStop: { chatId: string };
  speechRecognized: SpeechRecognized;
  semanticRecognized: SemanticRecognized;
  languageInfoChange: LanguageInfo;
  jobEndMention: { jobId: string; restTime: unknown };
  jobEnd: { jobId: string; reason: 'MUTE_TIMEOUT' };
}

export type EventName = keyof EventPayloads;
export type EventMap = { [Name in EventName]?: (payload: EventPayloads[Name]) => void };
export type Dispatch = <Name extends EventName>(name: Name, payload: EventPayloads[Name]) => void;

/** Trouble that the session survives and the integrator cannot fix. */
export type Warn = (text: string, cause: unknown) => void;

export class SdkEvents {
  #listeners: EventMap = {};
  #logLevel = vendorLogLevels.indexOf('info');

  /** One handler per event. The last one wins. */
  add(listeners: EventMap): void {
    Object.assign(this.#listeners, listeners);
  }

  clear(): void {
    this.#listeners = {};
  }

  setLogLevel(level: string): void {
    this.#logLevel = (vendorLogLevels as readonly string[]).indexOf(level);
  }

  /** At `info`, the default, the SDK prints each call with its arguments, the once code included. */
  printCall(method: string, parameters: readonly unknown[]): void {
    if (this.#prints('info')) console.info('HwICSUiSdk:', method, ...parameters);
  }

  readonly warn: Warn = (text, cause) => {
    if (this.#prints('warn')) console.warn(`HwICSUiSdk: ${text}`, cause);
  };

  readonly dispatch: Dispatch = (name, payload) => {
    try {
      this.#listeners[name]?.(payload);
    } catch (error) {
      // The vendor's SDK catches and logs errors of the integrator's handlers.
      if (this.#prints('error')) console.error(`HwICSUiSdk: the ${name} listener failed`, error);
    }
  };

  #prints(level: (typeof vendorLogLevels)[number]): boolean {
    return this.#logLevel >= 0 && this.#logLevel <= vendorLogLevels.indexOf(level);
  }
}

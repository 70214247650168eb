// The events an integrator can listen to, with the payloads of HwICSUiSdk 5.0.6, and the one map of listeners.
// It decides nothing about when an event is due.
import type { IcsError } from './ics-error';

export interface JobInfo {
  jobId: string;
  websocketAddr: string;
  isReady: boolean;
  chatInfo: Record<string, unknown>;
}

export interface SpeechRecognized {
  /** Cumulative: replaces the previous text of the same chat. */
  text: string;
  isLast: boolean;
  resultId: string;
  chatId: string;
}

export interface SemanticRecognized extends SpeechRecognized {
  /** Incremental: appended, unless `isReplace`. */
  text: string;
  questionText: string;
  isReplace: boolean;
  extendParam: string;
}

export interface LanguageInfo {
  language: Language;
  languageList: readonly Language[];
}

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
  jobEndMention: { jobId: string; restTime: number };
  jobEnd: { jobId: string; reason: 'MUTE_TIMEOUT' };
}

export type EventName = keyof EventPayloads;
export type EventMap = { [Name in EventName]?: (payload: EventPayloads[Name]) => void };
export type Dispatch = <Name extends EventName>(name: Name, payload: EventPayloads[Name]) => void;

export class SdkEvents {
  #listeners: EventMap = {};
  #isSilent = false;

  /** One handler an event; the last one wins. */
  add(listeners: EventMap): void {
    Object.assign(this.#listeners, listeners);
  }

  clear(): void {
    this.#listeners = {};
  }

  /** Of the vendor's levels only `none` matters: the stand-in logs nothing but failed listeners. */
  setLogLevel(level: string): void {
    this.#isSilent = level === 'none';
  }

  readonly dispatch: Dispatch = (name, payload) => {
    try {
      this.#listeners[name]?.(payload);
    } catch (error) {
      // The vendor's SDK survives its integrator's mistakes, and says so.
      if (!this.#isSilent) console.error(`HwICSUiSdk: the ${name} listener failed`, error);
    }
  };
}

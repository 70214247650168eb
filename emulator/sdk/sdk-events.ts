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

/** Trouble that the integrator can do nothing about and the session survives. */
export type Warn = (text: string, cause: unknown) => void;

/** The vendor's, most talkative first. */
const logLevels = ['debug', 'info', 'warn', 'error', 'none'];

export class SdkEvents {
  #listeners: EventMap = {};
  #logLevel = logLevels.indexOf('info');

  /** One handler an event; the last one wins. */
  add(listeners: EventMap): void {
    Object.assign(this.#listeners, listeners);
  }

  clear(): void {
    this.#listeners = {};
  }

  /** What the stand-in has to say comes as warnings and errors; an unknown level changes nothing. */
  setLogLevel(level: string): void {
    const known = logLevels.indexOf(level);
    if (known >= 0) this.#logLevel = known;
  }

  readonly warn: Warn = (text, cause) => {
    if (this.#logLevel <= logLevels.indexOf('warn')) console.warn(`HwICSUiSdk: ${text}`, cause);
  };

  readonly dispatch: Dispatch = (name, payload) => {
    try {
      this.#listeners[name]?.(payload);
    } catch (error) {
      // The vendor's SDK survives its integrator's mistakes, and says so.
      if (this.#logLevel <= logLevels.indexOf('error')) console.error(`HwICSUiSdk: the ${name} listener failed`, error);
    }
  };
}

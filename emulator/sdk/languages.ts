// The language of the conversation. On the wire a language is `CN` or `EN`, for the integrator `zh_CN` or `en_US`. Any
// other value passes through. The SDK stores the choice per robot (HwICSUiSdk 5.0.6).
import type { JsonObject } from './http';
import { refusal, type UiSdkResult } from './ics-error';
import type { Dispatch, Language, LanguageInfo, LanguageItem } from './sdk-events';
import { forgetStored, readStored, writeStored } from './stored';
import { vendorWireLanguages } from './vendor-surface';

export interface LanguagesContext {
  dispatch: Dispatch;
  robotId(): string;
  isReady(): boolean;
  isAwake(): boolean;
  /** Sends the language to the cloud. */
  send(language: string, showsErrors: boolean): Promise<UiSdkResult>;
  interrupt(): void;
  onChange(): void;
}

export class Languages {
  #list: readonly LanguageItem[] = [];
  #default: string | undefined;
  #current: string | undefined;
  /** The last language sent to the cloud. */
  #sent: string | undefined;
  #lastInfo = '';

  readonly #context: LanguagesContext;

  constructor(context: LanguagesContext) {
    this.#context = context;
  }

  /** For the stand-in's own texts and its recognition, which support two languages. */
  get current(): Language {
    return (this.#current ?? browserLanguage()) === 'zh_CN' ? 'zh_CN' : 'en_US';
  }

  get info(): LanguageInfo {
    if (this.#list.length === 0) return refusal('999300003');
    return { result: true, languageList: this.#list, currentLanguage: this.#current ?? browserLanguage() };
  }

  /** Call when a job runs. Sets its languages; the first choice is the stored one, then the job's own. */
  join(job: JsonObject): void {
    this.#current ??= browserLanguage();
    const list = listOf(job);
    const standard = typeof job.default_language === 'string' ? job.default_language : undefined;
    if (JSON.stringify([list, standard]) !== JSON.stringify([this.#list, this.#default])) {
      this.#list = list;
      this.#default = standard;
      this.#announce();
      if (!this.#has(readStored(this.#key))) forgetStored(this.#key);
    }
    void this.set(readStored(this.#key) ?? standard, { remember: true, showsErrors: false });
  }

  /** Call when the stream is shown. Sends the language to the cloud. */
  streamAdded(): void {
    void this.set(undefined, {});
  }

  async set(
    wanted: string | undefined,
    { remember = false, showsErrors = true }: { remember?: boolean; showsErrors?: boolean },
  ): Promise<UiSdkResult> {
    if (this.#list.length === 0) return refusal('999300003');
    if (wanted && !this.#has(wanted)) return refusal('999300004');
    const language = this.#supported(wanted);
    if (this.#context.isReady() && this.#sent !== language) {
      const result = await this.#context.send(toWire(language), showsErrors);
      if (!result.result) return result;
      this.#sent = language;
      if (this.#context.isAwake()) this.#context.interrupt();
    }
    this.#setLocal(language, remember);
    return { result: true };
  }

  /** Call when the cloud reports its current language. */
  follow(language: string): void {
    this.#setLocal(this.#supported(fromWire(language)), false);
  }

  /** Call when the connection to the cloud ended. */
  disconnect(): void {
    this.#sent = undefined;
  }

  clear(): void {
    this.#list = [];
    this.#default = this.#current = this.#sent = undefined;
  }

  #setLocal(language: string, remember: boolean): void {
    if (this.#current === language) return;
    this.#current = language;
    if (remember) writeStored(this.#key, language);
    this.#announce();
  }

  #announce(): void {
    const { info } = this;
    const text = JSON.stringify(info);
    if (text === this.#lastInfo) return;
    this.#lastInfo = text;
    this.#context.onChange();
    this.#context.dispatch('languageInfoChange', info);
  }

  #supported(wanted: string | undefined): string {
    const language = wanted || this.#current || browserLanguage();
    return this.#has(language) ? language : (this.#default ?? language);
  }

  #has(language: string | null): boolean {
    return this.#list.some((item) => item.language === language);
  }

  get #key(): string {
    return `oldLangCode-${this.#context.robotId()}`;
  }
}

const browserLanguage = (): Language => (/^zh/i.test(navigator.language ?? '') ? 'zh_CN' : 'en_US');

const toWire = (language: string): string =>
  (vendorWireLanguages as Partial<Record<string, string>>)[language] ?? language;

const fromWire = (language: string): string =>
  Object.entries(vendorWireLanguages).find(([, wire]) => wire === language)?.[0] ?? language;

/** A job or a state from the cloud, with the integrator's language codes. */
export function withLanguageCodes(job: JsonObject): JsonObject {
  return {
    ...job,
    ...(typeof job.default_language === 'string' ? { default_language: fromWire(job.default_language) } : {}),
    ...(Array.isArray(job.voice_config_list) ? { voice_config_list: listOf(job) } : {}),
  };
}

function listOf(job: JsonObject): LanguageItem[] {
  const voices = Array.isArray(job.voice_config_list) ? (job.voice_config_list as LanguageItem[]) : [];
  return voices.map((voice) => ({ ...voice, language: fromWire(voice.language) }));
}

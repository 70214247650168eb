// The one session a page can have and the settings around it, all static in the vendor's SDK: listeners, config, log
// level, language, mute. `create` begins with `destroy`, which clears them (HwICSUiSdk 5.0.6).
import type { Chat } from './chat';
import { type CreateParameters, checkParameters } from './create-parameters';
import { type ChatResult, ownErrors, refusal, type UiSdkResult, withoutChat } from './ics-error';
import type { Line, PrepareLine } from './line';
import { defaultConfig, type SdkConfig } from './sdk-config';
import { type Language, type LanguageInfo, SdkEvents } from './sdk-events';
import { Session } from './session';
import { SingleControl } from './single-control';

const languages: readonly Language[] = ['zh_CN', 'en_US'];
const DEFAULT_LOG_LEVEL = 'info';

export const isLanguage = (value: string): value is Language => languages.some((language) => language === value);

export class SingleSession {
  readonly events = new SdkEvents();
  readonly control = new SingleControl();
  config: SdkConfig = { ...defaultConfig };
  #language: Language = 'en_US';
  #session: Session | null = null;
  #destroying: Promise<void> | null = null;
  /** What the integrator asked for. */
  #muted = false;

  constructor(private readonly prepareLine: PrepareLine) {}

  get call() {
    return this.#session?.call ?? null;
  }

  get line(): Line | null {
    return this.call?.line ?? null;
  }

  get languageInfo(): LanguageInfo {
    return { language: this.#language, languageList: languages };
  }

  /** A second call while the first is running waits for the same end. */
  destroy(): Promise<void> {
    this.#destroying ??= this.#destroy().finally(() => {
      this.#destroying = null;
    });
    return this.#destroying;
  }

  /** Rejects on a malformed server address, as the vendor's does. */
  async create(parameters: CreateParameters): Promise<void> {
    await this.destroy();
    this.events.setLogLevel(parameters.logLevel ?? DEFAULT_LOG_LEVEL);
    this.events.add(parameters.eventListeners ?? {});
    this.config = { ...this.config, ...parameters.config };
    this.#muted = this.config.defaultMuteRemoteAudio;
    const checked = checkParameters(parameters);
    if (typeof checked === 'string') {
      this.events.dispatch('error', { code: checked, message: ownErrors[checked], module: 'UI' });
      return;
    }
    this.#session = new Session(checked, {
      dispatch: this.events.dispatch,
      warn: this.events.warn,
      prepareLine: this.prepareLine,
      config: () => this.config,
      language: () => this.#language,
      muted: () => this.#muted,
      onLanguage: (language) => this.#setLanguage(language),
    });
    await this.#session.start();
  }

  /** At run time; before `create()` it lasts until the `destroy()` with which that begins. */
  setConfig(config: Partial<SdkConfig>): void {
    this.config = { ...this.config, ...config };
    this.#session?.applyConfig();
  }

  setMuted(muted: boolean): boolean {
    this.#muted = muted;
    this.line?.setMuted(muted);
    return true;
  }

  /** Runs a request of the chat, once at a time, when there is a ready job. */
  withChat<Result extends UiSdkResult>(
    method: string,
    action: (chat: Chat) => Promise<Result>,
  ): Promise<Result | UiSdkResult> {
    return this.control.run<Result | UiSdkResult>(method, async () => {
      if (!this.#session?.isAuthenticated) return refusal('999400002');
      return this.call?.isReady ? action(this.call.chat) : refusal('999400005');
    });
  }

  async withChatIds(method: string, action: (chat: Chat) => Promise<ChatResult>): Promise<ChatResult> {
    const result = await this.withChat(method, action);
    return 'chatId' in result ? result : withoutChat(result);
  }

  async #destroy(): Promise<void> {
    await this.#session?.stop();
    this.#session = null;
    this.config = { ...defaultConfig };
    this.events.setLogLevel(DEFAULT_LOG_LEVEL);
    this.events.clear();
  }

  #setLanguage(language: string): void {
    if (!isLanguage(language) || language === this.#language) return;
    this.#language = language;
    this.events.dispatch('languageInfoChange', this.languageInfo);
  }
}

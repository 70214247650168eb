// The surface an integrator sees: `HwICSUiSdk` with the static methods of the vendor's 5.0.6. What they do is elsewhere.
// Each call of `defineStandIn` gives a class with a state of its own, as each page load does.
import { isBrowserSupported } from './browser-support';
import type { InteractionMode, StartChatOptions } from './chat';
import type { CreateParameters } from './create-parameters';
import { type ChatResult, refusal, success, type UiSdkResult, withoutChat } from './ics-error';
import type { PrepareLine } from './line';
import type { SdkConfig } from './sdk-config';
import type { EventMap, LanguageInfo } from './sdk-events';
import { isLanguage, SingleSession } from './single-session';

/** Wake-up words and external devices need models and hardware that are not imitated. */
const notImitated = async (): Promise<UiSdkResult> => ({
  result: false,
  errorCode: '999400001',
  errorMsg: 'The emulator imitates neither local wake-up nor external devices',
});

export function defineStandIn(prepareLine: PrepareLine) {
  const single = new SingleSession(prepareLine);

  // biome-ignore lint/complexity/noStaticOnlyClass: the vendor's SDK is one, and its own code says HwICSUiSdk.x()
  return class HwICSUiSdk {
    static checkBrowserSupport = (): boolean => isBrowserSupported(navigator.userAgent);
    static checkTransparentBgSupport = (): boolean => 'VideoFrame' in window;

    static create(parameters: CreateParameters): Promise<undefined | UiSdkResult> {
      return single.control.run('create', async () => {
        await single.create(parameters);
        return undefined;
      });
    }

    static destroy(): Promise<void> {
      return single.destroy();
    }

    static setConfig(config: Partial<SdkConfig>): void {
      single.setConfig(config);
    }

    static setLogLevel(level: string): void {
      single.events.setLogLevel(level);
    }

    static addEventListeners(listeners: EventMap): void {
      single.events.add(listeners);
    }

    static getJobInfo() {
      return single.call?.info ?? { jobId: '', websocketAddr: '', jobInfo: '' };
    }

    static startChat(options: StartChatOptions = {}): Promise<ChatResult> {
      return single.withChatIds('startChat', (chat) => chat.start(options));
    }

    static stopChat(): Promise<ChatResult> {
      return single.withChatIds('stopChat', (chat) => chat.stop());
    }

    static startUserSpeak(options: { preCheckPermissions?: boolean } = {}): Promise<UiSdkResult> {
      return single.withChat('startUserSpeak', (chat) => chat.startUserSpeak(options));
    }

    static stopUserSpeak(): Promise<UiSdkResult> {
      return single.withChat('stopUserSpeak', (chat) => chat.stopUserSpeak());
    }

    /** The older names of the two above. */
    static startSpeak = HwICSUiSdk.startUserSpeak;
    static stopSpeak = HwICSUiSdk.stopUserSpeak;

    static interruptSpeaking(): Promise<UiSdkResult> {
      return single.withChat('interruptSpeaking', (chat) => chat.interrupt());
    }

    static async sendTextQuestion({ text, questionParam }: { text: string; questionParam?: string }) {
      if (typeof text !== 'string') return withoutChat(refusal('999300002'));
      return single.withChatIds('sendTextQuestion', (chat) => chat.askInWriting(text, questionParam));
    }

    static async sendDrivenText({ text, isLast = true }: { text: string; isLast?: boolean }): Promise<ChatResult> {
      if (typeof text !== 'string') return withoutChat(refusal('999300002'));
      return single.withChatIds('sendDrivenText', (chat) => chat.drive(text, isLast));
    }

    static activeInteractionMode(): Promise<UiSdkResult> {
      return single.withChat('activeInteractionMode', (chat) => chat.activeMode());
    }

    static interactionModeSwitch({ interactionMode }: { interactionMode: InteractionMode }): Promise<UiSdkResult> {
      return single.withChat('interactionModeSwitch', (chat) => chat.switchMode(interactionMode));
    }

    static getLanguageInfo(): LanguageInfo {
      return single.languageInfo;
    }

    static async changeLanguage({ langCode }: { langCode: string }): Promise<UiSdkResult> {
      if (!isLanguage(langCode)) return refusal('999300002');
      return single.withChat('changeLanguage', (chat) => chat.request('change_language', { language: langCode }));
    }

    static muteRemoteAudio(): boolean {
      return single.setMuted(true);
    }

    static unmuteRemoteAudio(): boolean {
      return single.setMuted(false);
    }

    static async playRemoteVideo(): Promise<UiSdkResult> {
      if (!single.line) return refusal('999400005');
      return (await single.line.play()) ? success() : refusal('90100021');
    }

    static subscribe(): void {
      single.line?.setSubscribed(true);
    }

    static unSubscribe(): void {
      single.line?.setSubscribed(false);
    }

    static startStreamRecord(): Promise<UiSdkResult> {
      return single.withChat('startStreamRecord', (chat) => chat.request('start_record'));
    }

    static stopStreamRecord(): Promise<UiSdkResult> {
      return single.withChat('stopStreamRecord', (chat) => chat.request('stop_record'));
    }

    static initResourcePath = notImitated;
    static startLocalWakeupRecord = notImitated;
    static stopLocalWakeupRecord = notImitated;
    static setThirdPartyConfig = notImitated;
    static sendCustomLocalAudio = notImitated;
  };
}

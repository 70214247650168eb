// The public surface: `HwICSUiSdk` with the static members of the vendor's 5.0.6 (vendor-surface.ts). It prints each
// call with its arguments at log level `info` and records it for the telemetry.
import { isBrowserSupported } from './browser-support';
import type { InteractionMode, StartChatOptions } from './chat';
import type { CreateParameters } from './create-parameters';
import type { AudioData } from './custom-audio';
import { type ChatResult, refusal, type UiSdkResult } from './ics-error';
import { pause } from './pause';
import type { SdkCore } from './sdk-core';
import type { EventMap, LanguageInfo, SdkConfig } from './sdk-events';
import { SingleControl } from './single-control';
import { VENDOR_BUILD_TIME, VENDOR_VERSION, vendorMembers } from './vendor-surface';

const AFTER_INTERRUPTION_MS = 100;

interface ThirdPartyConfig {
  customRecord?: { enable?: boolean };
}

/** Wake-up words need models, which the stand-in does not have. */
const notImitated = async (): Promise<void> => {};

export function defineStandIn(core: SdkCore) {
  const control = new SingleControl();

  // biome-ignore lint/complexity/noStaticOnlyClass: the vendor's SDK is one, and its own code says HwICSUiSdk.x()
  class HwICSUiSdk {
    static version = VENDOR_VERSION;
    static buildTime = VENDOR_BUILD_TIME;

    static async checkBrowserSupport(_strictCheckBrowser?: boolean): Promise<boolean> {
      return isBrowserSupported(navigator.userAgent);
    }

    static async checkTransparentBgSupport(): Promise<boolean> {
      return 'VideoFrame' in window;
    }

    static create(parameters: CreateParameters): Promise<undefined | UiSdkResult> {
      return control.run('create', async () => {
        await core.create(parameters);
        return undefined;
      });
    }

    static destroy(): Promise<void> {
      return core.destroy();
    }

    static async setConfig(config: Partial<SdkConfig>): Promise<void> {
      core.setConfig(config);
    }

    static setLogLevel(level: string): void {
      core.events.setLogLevel(level);
    }

    static addEventListeners(listeners: EventMap): void {
      core.events.add(listeners);
    }

    static async getJobInfo() {
      return core.jobInfo;
    }

    static startChat(options?: StartChatOptions): Promise<ChatResult | UiSdkResult> {
      return control.run('startChat', () => core.chat.start(options));
    }

    static stopChat(): Promise<ChatResult | UiSdkResult> {
      return control.run('stopChat', () => core.chat.stop());
    }

    static startUserSpeak(options?: { preCheckPermissions?: boolean }): Promise<UiSdkResult> {
      return core.chat.startUserSpeak(options);
    }

    static async stopUserSpeak(): Promise<UiSdkResult> {
      return core.chat.stopUserSpeak();
    }

    /** The older names of the two methods above. */
    static async startSpeak(): Promise<UiSdkResult> {
      return core.chat.startUserSpeak();
    }

    static async stopSpeak(): Promise<UiSdkResult> {
      return core.chat.stopUserSpeak();
    }

    static async interruptSpeaking(): Promise<UiSdkResult> {
      const result = await core.chat.interrupt();
      await pause(AFTER_INTERRUPTION_MS);
      return result;
    }

    static sendTextQuestion(question: { text: string; questionParam?: string }): Promise<ChatResult> {
      return core.chat.askInWriting(question);
    }

    static sendDrivenText(text: { text: string; isLast?: boolean }): Promise<ChatResult> {
      return core.chat.drive(text);
    }

    static activeInteractionMode(): Promise<UiSdkResult & { interactionMode?: string }> {
      return core.chat.activeMode();
    }

    static interactionModeSwitch({ interactionMode }: { interactionMode: InteractionMode }): Promise<UiSdkResult> {
      return core.chat.switchMode(interactionMode);
    }

    static getLanguageInfo(): LanguageInfo {
      return core.languages.info;
    }

    static changeLanguage({ langCode }: { langCode: string }): Promise<UiSdkResult> {
      return core.languages.set(langCode, { remember: true });
    }

    static async muteRemoteAudio(): Promise<boolean> {
      return core.setMuted(true);
    }

    static async unmuteRemoteAudio(): Promise<boolean> {
      core.setMuted(false);
      return true; // also without a stream
    }

    static async playRemoteVideo(): Promise<UiSdkResult | undefined> {
      if (!core.connection) return undefined;
      return (await core.connection.play()) ? { result: true } : refusal('90100021');
    }

    static async subscribe(): Promise<void> {
      core.connection?.setSubscribed(true);
    }

    static async unSubscribe(): Promise<void> {
      core.connection?.setSubscribed(false);
    }

    static startStreamRecord(): Promise<void> {
      return core.chat.record('start_record');
    }

    static stopStreamRecord(): Promise<void> {
      return core.chat.record('stop_record');
    }

    /** The u-HAN devices need hardware, which the stand-in does not have. */
    static async setThirdPartyConfig({ customRecord }: ThirdPartyConfig): Promise<UiSdkResult> {
      if (typeof customRecord?.enable === 'boolean') await core.setCustomRecord(customRecord.enable);
      return { result: true };
    }

    static async sendCustomLocalAudio(data: AudioData): Promise<void> {
      core.audio.feed(data);
    }

    static initResourcePath = notImitated;
    static startLocalWakeupRecord = notImitated;
    static stopLocalWakeupRecord = notImitated;
  }

  const members = HwICSUiSdk as unknown as Record<string, (...parameters: unknown[]) => unknown>;
  for (const [name, { kind }] of Object.entries(vendorMembers)) {
    const method = members[name];
    if (kind === 'property' || !method) continue;
    members[name] = (...parameters) => {
      core.events.printCall(name, parameters);
      core.telemetry.add('method', name, parameters);
      return method.call(HwICSUiSdk, ...parameters);
    };
  }
  return HwICSUiSdk;
}

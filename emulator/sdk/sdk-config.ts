// The settings of `create({config})` and `setConfig()` that the stand-in acts on, with the defaults of
// HwICSUiSdk 5.0.6. It takes every other key of the vendor's ConfigMap without effect, as documented.

export interface SdkConfig {
  /** Shows what is being said below the picture. */
  enableCaption: boolean;
  /** Small toasts for minor trouble. Has no say in the error page. */
  enableWeakErrorInfo: boolean;
  /** The picker of microphone and speaker. */
  enableDeviceSetting: boolean;
  /** Speaking interrupts the answer. */
  enableVadInterrupt: boolean;
  defaultMuteRemoteAudio: boolean;
  /** With false, playback waits for `playRemoteVideo()`. */
  autoPlayRemoteVideo: boolean;
}

export const defaultConfig: Readonly<SdkConfig> = {
  enableCaption: false,
  enableWeakErrorInfo: true,
  enableDeviceSetting: false,
  enableVadInterrupt: false,
  defaultMuteRemoteAudio: false,
  autoPlayRemoteVideo: true,
};

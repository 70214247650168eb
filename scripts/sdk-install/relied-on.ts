/** The part of the vendor's SDK that this app uses: a release that declares it otherwise breaks the app. */
import type { VendorConfigKey, VendorEventName, VendorMemberName } from '../../emulator/sdk/vendor-surface';
import type { IcsCreateParameters, IcsEvents, IcsSdk } from '../../lib/digital-human/sdk/types';

/** Each member with the fields of its parameter that the app passes and the fields of its result that it reads. */
export interface Use {
  passes?: readonly string[];
  reads?: readonly string[];
}

const outcome = ['result', 'errorCode'] as const;

const members = {
  version: {},
  checkBrowserSupport: {},
  create: {
    passes: [
      'serverAddress',
      'onceCode',
      'robotId',
      'containerId',
      'logLevel',
      'config',
      'eventListeners',
    ] satisfies (keyof IcsCreateParameters)[],
  },
  destroy: {},
  setConfig: {},
  setLogLevel: {},
  getJobInfo: { reads: ['jobId'] },
  startChat: { passes: ['interactionMode', 'preCheckPermissions'], reads: outcome },
  sendTextQuestion: { passes: ['text'], reads: [...outcome, 'chatId'] },
  interactionModeSwitch: { passes: ['interactionMode'], reads: outcome },
  interruptSpeaking: { reads: outcome },
  startUserSpeak: { passes: ['preCheckPermissions'], reads: outcome },
  stopUserSpeak: { reads: outcome },
  muteRemoteAudio: {},
  unmuteRemoteAudio: {},
  playRemoteVideo: { reads: outcome },
  getLanguageInfo: { reads: ['currentLanguage', 'languageList'] },
  changeLanguage: { passes: ['langCode'], reads: outcome },
  setThirdPartyConfig: { passes: ['customRecord'], reads: outcome },
} as const satisfies Partial<Record<VendorMemberName, Use>>;

/** A member that the session calls and this list lacks is a compile error. */
type Unlisted = Exclude<keyof IcsSdk, keyof typeof members>;
const usedMembers: [Unlisted] extends [never] ? Readonly<Partial<Record<string, Use>>> : Unlisted = members;

const usedEvents: readonly VendorEventName[] = [
  'error',
  'jobInfoChange',
  'enterActive',
  'enterSleep',
  'speakingStart',
  'speakingStop',
  'speechRecognized',
  'semanticRecognized',
  'jobEndMention',
  'jobEnd',
] satisfies (keyof IcsEvents)[];

const usedConfigKeys: readonly VendorConfigKey[] = [
  'enableBusinessTrack',
  'defaultMuteRemoteAudio',
  'enableDeviceSetting',
  'enableCollectAudioDemand',
];

export const reliedOn = { members: usedMembers, events: usedEvents, configKeys: usedConfigKeys };

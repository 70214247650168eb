// The declared surface of HwICSUiSdk 5.0.6 as data: members, results, events, configuration, codes. The source is the
// vendor's type declarations. Where its script contradicts them, the script wins and the row says so. Tests compare the
// stand-in with this file, and an integration can compare its own types with it.

export const VENDOR_VERSION = '5.0.6';
export const VENDOR_BUILD_TIME = '202606151543';

/**
 * `promise`: the method returns a promise. `sync`: it returns its result at once. `property`: a string, not a method.
 */
export type MemberKind = 'promise' | 'sync' | 'property';

/** The result of a call: one value, or an object with these fields. A `?` marks an optional field. */
export type VendorResult = 'void' | 'boolean' | 'string' | { readonly fields: readonly string[] };

export interface VendorMember {
  readonly kind: MemberKind;
  readonly result: VendorResult;
  /** The names of the fields of the one parameter object, or of the parameter itself. A `?` marks an optional one. */
  readonly parameters: readonly string[];
}

const result = { fields: ['result', 'errorCode?', 'errorMsg?'] } as const;
const modeResult = { fields: ['result', 'errorCode?', 'errorMsg?', 'interactionMode?'] } as const;
const textQuestionResult = { fields: ['result', 'errorCode?', 'errorMsg?', 'chatId'] } as const;
const chatResult = { fields: ['result', 'errorCode?', 'errorMsg?', 'chatId', 'sessionId?'] } as const;
const languageInfo = { fields: ['result', 'errorCode?', 'errorMsg?', 'languageList?', 'currentLanguage?'] } as const;
const jobInfo = { fields: ['jobId', 'websocketAddr', 'jobInfo?'] } as const;

export const vendorMembers = {
  version: { kind: 'property', result: 'string', parameters: [] },
  buildTime: { kind: 'property', result: 'string', parameters: [] },

  checkBrowserSupport: { kind: 'promise', result: 'boolean', parameters: ['strictCheckBrowser?'] },
  checkTransparentBgSupport: { kind: 'promise', result: 'boolean', parameters: [] },
  // Resolves with undefined, whether it worked or not. A call during a pending one resolves with 999400004.
  create: {
    kind: 'promise',
    result: 'void',
    parameters: [
      'serverAddress',
      'onceCode?',
      'robotId?',
      'taskUrl?',
      'containerId',
      'config?',
      'logLevel?',
      'eventListeners?',
      'extendParamStr?',
    ],
  },
  destroy: { kind: 'promise', result: 'void', parameters: [] },
  setConfig: { kind: 'promise', result: 'void', parameters: ['config'] },
  setLogLevel: { kind: 'sync', result: 'void', parameters: ['logLevel'] },
  addEventListeners: { kind: 'sync', result: 'void', parameters: ['eventMap'] },
  getJobInfo: { kind: 'promise', result: jobInfo, parameters: [] },

  startChat: {
    kind: 'promise',
    result: chatResult,
    parameters: ['interactionMode', 'wakeupType?', 'preCheckPermissions?'],
  },
  stopChat: { kind: 'promise', result: chatResult, parameters: [] },
  sendTextQuestion: { kind: 'promise', result: textQuestionResult, parameters: ['text', 'questionParam?'] },
  sendDrivenText: { kind: 'promise', result: chatResult, parameters: ['text', 'isLast?'] },
  interruptSpeaking: { kind: 'promise', result, parameters: [] },
  activeInteractionMode: { kind: 'promise', result: modeResult, parameters: [] },
  interactionModeSwitch: { kind: 'promise', result: modeResult, parameters: ['interactionMode'] },

  startUserSpeak: { kind: 'promise', result, parameters: ['preCheckPermissions?'] },
  stopUserSpeak: { kind: 'promise', result, parameters: [] },
  startSpeak: { kind: 'promise', result, parameters: [] },
  stopSpeak: { kind: 'promise', result, parameters: [] },

  muteRemoteAudio: { kind: 'promise', result: 'boolean', parameters: [] },
  unmuteRemoteAudio: { kind: 'promise', result: 'boolean', parameters: [] },
  // May resolve with undefined.
  playRemoteVideo: { kind: 'promise', result, parameters: [] },
  subscribe: { kind: 'promise', result: 'void', parameters: [] },
  unSubscribe: { kind: 'promise', result: 'void', parameters: [] },

  getLanguageInfo: { kind: 'sync', result: languageInfo, parameters: [] },
  changeLanguage: { kind: 'promise', result, parameters: ['langCode'] },

  startStreamRecord: { kind: 'promise', result: 'void', parameters: [] },
  stopStreamRecord: { kind: 'promise', result: 'void', parameters: [] },
  startLocalWakeupRecord: { kind: 'promise', result: 'void', parameters: [] },
  stopLocalWakeupRecord: { kind: 'promise', result: 'void', parameters: [] },
  initResourcePath: {
    kind: 'promise',
    result: 'void',
    parameters: ['wasmPath', 'dataPath', 'initModel?', 'useWorker?'],
  },
  setThirdPartyConfig: { kind: 'promise', result, parameters: ['uHan?', 'uHanV2?', 'customRecord?'] },
  sendCustomLocalAudio: { kind: 'promise', result: 'void', parameters: ['base64Data?', 'uint8Arr?', 'time?'] },
} as const satisfies Record<string, VendorMember>;

export type VendorMemberName = keyof typeof vendorMembers;

/** The names of the members of one kind. */
export type VendorNamesOf<Kind extends MemberKind> = {
  [Name in VendorMemberName]: (typeof vendorMembers)[Name]['kind'] extends Kind ? Name : never;
}[VendorMemberName];

/** The names of the fields of a member's result, without the mark of optional ones. */
export type VendorResultFields<Name extends VendorMemberName> = (typeof vendorMembers)[Name]['result'] extends {
  readonly fields: readonly (infer Field extends string)[];
}
  ? Field extends `${infer Bare}?`
    ? Bare
    : Field
  : never;

/** The fields of each entry of `languageList`. */
export const vendorLanguageItem = ['language', 'language_desc'] as const;

/** Each event with the fields of its payload. An empty list means a call without an argument. */
export const vendorEvents = {
  error: ['code', 'message', 'module'],
  jobInfoChange: ['jobId', 'websocketAddr', 'isReady', 'chatInfo'],
  speakingStart: ['chatId'],
  speakingStop: ['chatId'],
  speechRecognized: ['text', 'isLast', 'resultId', 'chatId'],
  semanticRecognized: ['text', 'questionText', 'isLast', 'isReplace', 'resultId', 'chatId', 'extendParam'],
  enterSleep: [],
  enterActive: [],
  languageInfoChange: ['result', 'languageList', 'currentLanguage'],
  jobEndMention: ['jobId', 'restTime'],
  jobEnd: ['jobId', 'reason'],
} as const;

export type VendorEventName = keyof typeof vendorEvents;

/** The keys of `config` and `setConfig` with their defaults. */
export const vendorConfigDefaults = {
  enableCaption: false,
  enableChatBtn: false,
  enableHotIssues: false,
  enableBusinessTrack: true,
  enableWeakErrorInfo: true,
  enableJobCache: true,
  useDefaultBackground: true,
  enableNetworkCheck: true,
  enableDeviceSetting: false,
  showLanguageUI: false,
  destroyBeforeClose: false,
  enableLocalWakeup: false,
  enableVadInterrupt: false,
  firstCreateLocalStream: false,
  enableStorageCache: false,
  enableMediaViewer: true,
  defaultMuteRemoteAudio: false,
  autoPlayRemoteVideo: true,
  enableCollectAudioDemand: false,
  enableOriginCutAlgorithm: false,
  enableVerbatim: false,
  useWorkerWakeup: false,
  preCheckPermissions: true,
} as const;

export type VendorConfigKey = keyof typeof vendorConfigDefaults;

export const vendorLogLevels = ['debug', 'info', 'warn', 'error', 'none'] as const;
export const vendorInteractionModes = ['AUDIO', 'TEXT'] as const;
export const vendorWakeupTypes = ['VOICE', 'RADAR', 'INFRARED', 'CAMERA'] as const;

/** The declared language codes. The script knows more (Spanish, Portuguese, Arabic, Thai) in `default_language`. */
export const vendorLanguageCodes = ['zh_CN', 'en_US'] as const;

/** The same two on the wire. */
export const vendorWireLanguages = { zh_CN: 'CN', en_US: 'EN' } as const;

/** Not complete: `error` passes on any code of a backend. Grouped by subject. */
export const vendorCodes = {
  success: ['MSS.00000000', '00000000', '0'],
  general: [
    'MSS.00000001',
    'MSS.00000002',
    'MSS.00000003',
    'MSS.00000004',
    '00000001',
    '00000002',
    '00000003',
    '00000004',
    'MSS.47010002',
    'MSS.47010003',
    'MSS.47010015',
  ],
  /** The once code, and the tokens it is exchanged for. */
  authentication: ['MSS.47010046', 'MSS.47010047', 'MSS.47010105', 'MSS.47010106', '999400002'],
  activationCode: ['MSS.47010043', 'MSS.47010044', 'MSS.47010045'],
  slideVerification: ['MSS.47010048', 'MSS.47010049', 'MSS.47010050', 'MSS.47010051'],
  /** The robot, its dialog and the account's permission to use them. */
  robotConfiguration: [
    'MSS.47010001',
    'MSS.47010009',
    'MSS.47010010',
    'MSS.47010011',
    'MSS.47010012',
    'MSS.47010014',
    'MSS.47010016',
    'MSS.47010033',
    'MSS.47010034',
    'MSS.47010035',
    'MSS.47010063',
    'MSS.47010065',
    'MSS.47010152',
    'MSS.47010163',
    'MSS.47015010',
    'MSS.47015017',
  ],
  capacity: [
    'MSS.47010004',
    'MSS.47010013',
    'MSS.47010040',
    'MSS.47015005',
    'MSS.47015006',
    '20010035',
    '20010089',
    '20010135',
    '20010139',
    '47002000',
    '47002001',
    '47002002',
  ],
  quota: ['20010056', '20010065', '20010075', 'MSS.47010120', 'MSS.47010121'],
  /** Starting, watching and stopping a job. */
  job: [
    'MSS.47010005',
    'MSS.47010006',
    'MSS.47010007',
    'MSS.47010008',
    'MSS.47010037',
    'MSS.47010038',
    'MSS.47010039',
    '20010001',
    '20010003',
    '20010010',
    '20010040',
    '20010041',
    '20010042',
    '20010043',
    '20010044',
    '20010045',
    '20010046',
    '20010047',
    '20010050',
    '20010053',
    '20010060',
    '20010066',
    '20010067',
    '20010070',
    '20010071',
    '20010074',
    '20010076',
    '20010131',
    '20010140',
    '20010146',
    '20010148',
    '999000001',
    '999000002',
    '999400003',
    '999400005',
  ],
  /** The process that renders the digital human. */
  worker: [
    '47000001',
    '47000002',
    '47000003',
    '47000004',
    '47000005',
    '47000006',
    '47000007',
    '47000009',
    '47000010',
    '47000011',
    '47000012',
    '47000013',
    '47000014',
    '47000015',
    '47000016',
    '47000017',
    '47000018',
    '47000019',
    '47000020',
    '47000021',
    '47000022',
    '47000023',
    '47000024',
    '47000025',
    '47000027',
    '47000029',
  ],
  /** The connection of the chat, and the answers over it. */
  chatConnection: [
    'MSS.47010100',
    'MSS.47010101',
    'MSS.47010102',
    'MSS.47010103',
    'MSS.47010104',
    'MSS.47010107',
    'MSS.47010111',
    'MSS.47010119',
    'MSS.47010122',
    'MSS.47015011',
    'MSS.47015012',
    '999200001',
    '999200002',
    '999200003',
    '999200004',
    '999200005',
    '999200006',
    '4005',
  ],
  /** The source of answers: the brain and its configuration. */
  answer: [
    'MSS.47010124',
    'MSS.47010125',
    'MSS.47010126',
    'MSS.47010127',
    'MSS.47010128',
    'MSS.47010130',
    'MSS.47010131',
    'MSS.47010134',
    'MSS.47010136',
    'MSS.47010150',
    'MSS.47015008',
    'MSS.47015009',
    '47030103',
    '47030104',
    '47030114',
    '47030115',
    '47040041',
    '47040042',
    '47050001',
    '47050002',
    '47050003',
    '47050004',
  ],
  /** The voice that speaks an answer. */
  speech: ['20050029', '20050038', '20050039', '20050040', '20050042', '20050064', '20051001'],
  hearing: [
    'MSS.47010141',
    'MSS.47010143',
    'MSS.47015015',
    'MSS.47015018',
    'MSS.47015019',
    'MSS.47015028',
    'MSS.47015029',
    'MSS.47015030',
    'MSS.47015031',
  ],
  question: ['MSS.47010144', 'MSS.47010145', 'MSS.47010146', 'MSS.47010147', 'MSS.47010148'],
  language: ['999300003', '999300004'],
  microphone: ['999100004', '90100003', '90100005', '90100017', '90100018', '90100019', '90100020', '90100038'],
  speaker: ['90100006'],
  browser: ['90100002', '90100025', '90100032', '90100033', '90100034', '90100035', '90100036', '90100037'],
  playback: ['90100021'],
  mediaConnection: [
    '90000001',
    '90000004',
    '90000005',
    '90100001',
    '90100004',
    '90100007',
    '90100008',
    '90100009',
    '90100010',
    '90100011',
    '90100012',
    '90100013',
    '90100014',
    '90100015',
    '90100016',
    '90100022',
    '90100023',
    '90100024',
    '90100026',
    '90100027',
    '90100028',
    '90100029',
    '90100030',
    '90100031',
    '90100100',
    '90100200',
    '90100600',
    '999100001',
    '999100002',
    '999100003',
    '999100005',
    '999100006',
    '999100007',
    '999100008',
  ],
  /** The integration made an invalid call, or called at the wrong time. */
  integration: ['999300001', '999300002', '999400001', '999400004'],
  /** The console's editing of skills, questions and soothing words. A page never receives them. */
  console: [
    'MSS.47010020',
    'MSS.47010021',
    'MSS.47010022',
    'MSS.47010023',
    'MSS.47010024',
    'MSS.47010025',
    'MSS.47010026',
    'MSS.47010027',
    'MSS.47010028',
    'MSS.47010029',
    'MSS.47010030',
    'MSS.47010031',
    'MSS.47010032',
    'MSS.47010036',
    'MSS.47010066',
    'MSS.47010151',
    'MSS.47010154',
    'MSS.47010155',
    'MSS.47010156',
    'MSS.47010157',
    'MSS.47010158',
  ],
} as const satisfies Record<string, readonly string[]>;

/** The script ignores these refusals to stop and to show a chat, in whatever answer they arrive. */
export const vendorIgnoredCodes = ['MSS.47010038', 'MSS.47010039'] as const;

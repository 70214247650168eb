/**
 * For tests: a fake `HwICSUiSdk` 5.0.6 with a script, one step for each `create()`. Like the real one it keeps mute,
 * microphone and log level after a session, and it fails the test when it is used in a wrong way.
 */
import { expect, vi } from 'vitest';
import type {
  IcsConfig,
  IcsCreateParameters,
  IcsEvents,
  IcsLanguageInfo,
  IcsListeners,
  IcsResult,
  IcsSdk,
} from '../sdk/types.ts';

export type CreateStep = (sdk: FakeSdk, parameters: IcsCreateParameters) => unknown;

/** Steps that most tests need. Timing is by fake timers. */
export const step = {
  ready:
    (afterMs = 100): CreateStep =>
    async (sdk) => {
      await sleep(afterMs);
      sdk.jobId = 'job-1';
      sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-1' });
    },
  /** One failure may dispatch several errors. */
  error:
    (code: unknown, afterMs = 100, ...more: unknown[]): CreateStep =>
    async (sdk) => {
      await sleep(afterMs);
      for (const each of [code, ...more]) sdk.emit('error', { code: each, module: 'HwICS.dealError' });
    },
  /** The job runs, but neither picture nor sound arrive. */
  noPicture: (): CreateStep => async (sdk) => {
    sdk.jobId = 'job-1';
    sdk.emit('jobInfoChange', { isReady: false, jobId: 'job-1' });
  },
  /** Resolves without a job and without an event: the SDK will start again by itself. */
  unanswered: (): CreateStep => async () => {},
  /** The job runs, and the SDK does not get into its room: it settles when it is destroyed. */
  joining: (): CreateStep => async (sdk) => {
    sdk.jobId = 'job-1';
    await sdk.untilDestroyed();
  },
  /** Never settles. */
  stuck: (): CreateStep => () => new Promise(() => {}),
  rejects: (): CreateStep => async () => {
    throw new TypeError('Invalid URL');
  },
};

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const refusal = (errorCode: string): IcsResult => ({ result: false, errorCode });

export class FakeSdk implements IcsSdk {
  version = '5.0.6';
  /** The calls of a conversation, in order. */
  readonly calls: string[] = [];
  /** Every call. */
  readonly allCalls: string[] = [];
  readonly codes: string[] = [];
  parameters: IcsCreateParameters | null = null;
  destroyTakesMs = 50;
  /** How long a switch of the custom record takes, and how long until the microphone is published. */
  switchTakesMs = 300;
  publishTakesMs = 700;
  /** What the next calls of a method resolve with. */
  readonly results: Record<string, unknown[]> = {};
  languages: IcsLanguageInfo = {
    result: true,
    languageList: [
      { language: 'en_US', language_desc: 'English' },
      { language: 'zh_CN', language_desc: '中文' },
    ],
    currentLanguage: 'en_US',
  };
  jobId: string | undefined;
  logLevel = 'info';
  isMuted = false;
  /** An answer lasts until `speakingStop`, even if it is interrupted. */
  isAnswering = false;
  published: 'nothing' | 'silence' | 'microphone' = 'nothing';
  microphonesOpened = 0;
  /** The microphone is open and not muted. */
  hears = false;
  #isCustomRecord = false;
  #listeners: Partial<IcsListeners> = {};
  #isCreating = false;
  #isDestroying = false;
  #onDestroyed: (() => void)[] = [];

  readonly script: CreateStep[];

  constructor(script: CreateStep[]) {
    this.script = script;
  }

  /** For tests without `create`. */
  listen(listeners: IcsListeners): void {
    this.#listeners = listeners;
  }

  emit<Name extends keyof IcsEvents>(name: Name, payload: IcsEvents[Name]): void {
    if (name === 'speakingStart') this.isAnswering = true;
    if (name === 'speakingStop') this.isAnswering = false;
    this.#listeners[name]?.(payload);
  }

  checkBrowserSupport = vi.fn(async (): Promise<boolean> => true);

  create = async (parameters: IcsCreateParameters): Promise<undefined> => {
    this.#enter('create');
    expect(this.#isCreating, 'create while create is on').toBe(false);
    this.#isCreating = true;
    expect(parameters.config.enableBusinessTrack).toBe(false);
    this.parameters = parameters;
    this.codes.push(parameters.onceCode);
    this.logLevel = parameters.logLevel;
    this.#listeners = parameters.eventListeners;
    const play = this.script.shift() ?? step.ready();
    await play(this, parameters);
    this.#isCreating = false;
  };

  untilDestroyed = () => new Promise<void>((resolve) => this.#onDestroyed.push(resolve));

  destroy = async (): Promise<void> => {
    this.#enter('destroy');
    this.#isDestroying = true;
    this.emit('jobInfoChange', { isReady: false });
    await sleep(this.destroyTakesMs);
    this.#listeners = {};
    this.jobId = undefined;
    this.#publish('nothing');
    this.logLevel = 'info';
    this.#isDestroying = false;
    for (const resolve of this.#onDestroyed.splice(0)) resolve();
  };

  setLogLevel = vi.fn((level: string) => {
    this.logLevel = level;
  });

  setConfig = vi.fn(async (config: IcsConfig) => {
    expect(config.enableBusinessTrack).toBe(false);
  });

  getJobInfo? = vi.fn(async () => ({ jobId: this.jobId ?? '' }));

  startChat = this.#method('startChat', async ({ preCheckPermissions }: { preCheckPermissions?: boolean }) => {
    expect(preCheckPermissions).toBe(false);
    this.#publish('silence');
    if (this.#isCustomRecord) return undefined;
    await sleep(this.publishTakesMs);
    this.#publish('microphone');
    this.hears = true;
    return undefined;
  });
  sendTextQuestion = this.#method('sendTextQuestion');
  interactionModeSwitch = this.#method('interactionModeSwitch');
  interruptSpeaking = this.#method('interruptSpeaking');
  playRemoteVideo = this.#method('playRemoteVideo');
  changeLanguage? = this.#method('changeLanguage');

  startUserSpeak? = this.#method(
    'startUserSpeak',
    async ({ preCheckPermissions }: { preCheckPermissions?: boolean }) => {
      expect(preCheckPermissions).toBe(false);
      if (this.isAnswering) return refusal('999400001');
      this.hears = this.published === 'microphone'; // otherwise the unmute is dropped
      return undefined;
    },
  );
  stopUserSpeak? = this.#method('stopUserSpeak', async () => {
    this.hears = false;
    return undefined;
  });

  setThirdPartyConfig? = vi.fn(async ({ customRecord: { enable } }: { customRecord: { enable: boolean } }) => {
    this.allCalls.push(enable ? 'silence' : 'microphone');
    const scripted = this.results.setThirdPartyConfig?.shift() as IcsResult | undefined;
    if (scripted) return scripted;
    await sleep(this.switchTakesMs);
    this.#isCustomRecord = enable;
    const isAwake = this.published !== 'nothing';
    if (enable && isAwake) this.#publish('silence');
    else if (isAwake) this.#publishMicrophone();
    return { result: true };
  });

  muteRemoteAudio = vi.fn(async () => this.#mute('mute', true));
  unmuteRemoteAudio = vi.fn(async () => this.#mute('unmute', false));
  getLanguageInfo = vi.fn(() => this.languages);

  #mute(call: string, isMuted: boolean): boolean {
    this.allCalls.push(call);
    this.isMuted = isMuted;
    return true;
  }

  /** Publishes some time after the switch has resolved, regardless of later calls. */
  #publishMicrophone(): void {
    setTimeout(() => this.#publish('microphone'), this.publishTakesMs);
  }

  #publish(track: FakeSdk['published']): void {
    this.published = track;
    this.hears = false;
    if (track === 'microphone') this.microphonesOpened += 1;
  }

  #method<Parameters>(name: string, effect?: (parameters: Parameters) => Promise<IcsResult | undefined>) {
    return vi.fn(async (parameters?: Parameters): Promise<IcsResult> => {
      this.calls.push(name);
      this.allCalls.push(name);
      const scripted = this.results[name]?.shift() as IcsResult | undefined;
      return scripted ?? (await effect?.(parameters as Parameters)) ?? { result: true };
    });
  }

  #enter(what: string): void {
    expect(this.#isDestroying, `${what} while destroy is on`).toBe(false);
    this.calls.push(what);
    this.allCalls.push(what);
  }
}

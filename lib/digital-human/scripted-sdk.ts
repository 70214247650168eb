/**
 * For tests: a stand-in for `HwICSUiSdk` that plays a script, one step for each `create()`.
 * It keeps the books that matter: what was called, and whether `create` and `destroy` ever overlapped.
 */
import { expect, vi } from 'vitest';
import type { IcsCreateParameters, IcsEvents, IcsListeners, IcsSdk } from './ics-sdk-surface';

export type CreateStep = (sdk: ScriptedSdk, parameters: IcsCreateParameters) => unknown;

/** Steps most stories need. Timing is by fake timers. */
export const step = {
  ready:
    (afterMs = 100): CreateStep =>
    async (sdk) => {
      await sleep(afterMs);
      sdk.emit('jobInfoChange', { isReady: true, jobId: 'job-1' });
    },
  error:
    (code: unknown, afterMs = 100): CreateStep =>
    async (sdk) => {
      await sleep(afterMs);
      sdk.emit('error', { code });
    },
  /** Resolves, and nothing ever comes. */
  silent: (): CreateStep => async () => {},
  /** Never settles. */
  stuck: (): CreateStep => () => new Promise(() => {}),
  rejects: (): CreateStep => async () => {
    throw new TypeError('Invalid URL');
  },
};

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export class ScriptedSdk implements IcsSdk {
  readonly calls: string[] = [];
  readonly codes: string[] = [];
  parameters: IcsCreateParameters | null = null;
  destroyTakesMs = 50;
  /** What the next calls of a method resolve with. */
  readonly results: Record<string, unknown[]> = {};
  #listeners: Partial<IcsListeners> = {};
  #busyWith: string | null = null;

  constructor(readonly script: CreateStep[]) {}

  emit<Name extends keyof IcsEvents>(name: Name, payload: IcsEvents[Name]): void {
    this.#listeners[name]?.(payload);
  }

  checkBrowserSupport = vi.fn(() => true);

  create = async (parameters: IcsCreateParameters): Promise<undefined> => {
    this.#enter('create');
    this.parameters = parameters;
    this.codes.push(parameters.onceCode);
    this.#listeners = parameters.eventListeners;
    const play = this.script.shift() ?? step.ready();
    await play(this, parameters);
    this.#busyWith = null;
  };

  destroy = async (): Promise<void> => {
    this.#enter('destroy');
    this.emit('jobInfoChange', { isReady: false });
    await sleep(this.destroyTakesMs);
    this.#listeners = {};
    this.#busyWith = null;
  };

  startChat = this.#method('startChat');
  sendTextQuestion = this.#method('sendTextQuestion');
  interactionModeSwitch = this.#method('interactionModeSwitch');
  interruptSpeaking = this.#method('interruptSpeaking');
  muteRemoteAudio = this.#method('muteRemoteAudio');
  unmuteRemoteAudio = this.#method('unmuteRemoteAudio');
  playRemoteVideo = this.#method('playRemoteVideo');
  startUserSpeak? = this.#method('startUserSpeak');
  stopUserSpeak? = this.#method('stopUserSpeak');
  changeLanguage? = this.#method('changeLanguage');
  getLanguageInfo = vi.fn(() => ({ language: 'en_US' }));
  setConfig = vi.fn((_: object) => {});

  #method(name: string) {
    return vi.fn(async (_?: unknown) => {
      this.calls.push(name);
      return (this.results[name]?.shift() ?? { result: true }) as { result: boolean };
    });
  }

  #enter(what: string): void {
    expect(this.#busyWith, `${what} while ${this.#busyWith} is on`).toBeNull();
    this.#busyWith = what;
    this.calls.push(what);
  }
}

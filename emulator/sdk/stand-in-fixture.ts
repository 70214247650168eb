// For tests: a new stand-in on a fake cloud for each test, with fake time and a record of its events.
import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { CreateParameters } from './create-parameters';
import { FakeCloud } from './fake-cloud';
import type { EventMap, EventName } from './sdk-events';

const names: EventName[] = [
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
  'languageInfoChange',
];

export class StandInFixture {
  readonly cloud: FakeCloud;

  constructor(options: { hasRtc?: boolean } = {}) {
    this.cloud = new FakeCloud(options);
  }
  readonly events: [EventName, unknown][] = [];

  get listeners(): EventMap {
    return Object.fromEntries(names.map((name) => [name, (payload: unknown) => this.events.push([name, payload])]));
  }

  get page(): Element | null {
    return document.querySelector('.hw-error-page');
  }

  get readiness(): boolean[] {
    return this.of('jobInfoChange').map((info) => (info as { isReady: boolean }).isReady);
  }

  /** The payloads of an event so far. */
  of(name: EventName): unknown[] {
    return this.events.filter(([event]) => event === name).map(([, payload]) => payload);
  }

  get parameters(): CreateParameters {
    return {
      serverAddress: 'cloud.example',
      onceCode: 'code',
      robotId: 'ada',
      containerId: 'box',
      eventListeners: this.listeners,
    };
  }

  create(parameters: Partial<CreateParameters> = {}) {
    return this.cloud.Sdk.create({ ...this.parameters, ...parameters });
  }

  /** The codes of the errors so far. */
  get errors(): unknown[] {
    return this.of('error').map((error) => (error as { code: unknown }).code);
  }

  /** Advances the time by that of a `destroy()`, and waits for it. */
  async destroy(): Promise<void> {
    const destroyed = this.cloud.Sdk.destroy();
    await vi.advanceTimersByTimeAsync(12_000);
    await destroyed;
  }

  async createReady(parameters: Partial<CreateParameters> = {}): Promise<void> {
    await this.create(parameters);
    await this.settle();
    expect(this.readiness.at(-1)).toBe(true);
  }

  startTextChat() {
    return this.cloud.Sdk.startChat({ interactionMode: 'TEXT', preCheckPermissions: false });
  }

  /** Runs everything that takes no time. */
  settle() {
    return vi.advanceTimersByTimeAsync(0);
  }
}

/** Registers set-up and clean-up. The returned function returns the running test's fixture. */
export function setUpStandIn(): () => StandInFixture {
  let fixture: StandInFixture;
  beforeEach(() => {
    vi.useFakeTimers();
    document.body.innerHTML = '<div id="box"></div>';
    localStorage.clear();
    vi.spyOn(console, 'info').mockImplementation(() => {});
    fixture = new StandInFixture();
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
  return () => fixture;
}

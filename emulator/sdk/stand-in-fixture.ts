// For tests: a fresh stand-in on a fake cloud for each test, with fake time and a record of its events.
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
  'semanticRecognized',
  'jobEndMention',
  'jobEnd',
  'languageInfoChange',
];

export class StandInFixture {
  readonly cloud = new FakeCloud();
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

  create(parameters: Partial<CreateParameters> = {}) {
    return this.cloud.Sdk.create({
      serverAddress: 'cloud.example',
      onceCode: 'code',
      robotId: 'ada',
      containerId: 'box',
      eventListeners: this.listeners,
      ...parameters,
    });
  }

  async createReady(parameters: Partial<CreateParameters> = {}): Promise<void> {
    await this.create(parameters);
    await this.settle();
    expect(this.readiness.at(-1)).toBe(true);
  }

  startTextChat() {
    return this.cloud.Sdk.startChat({ interactionMode: 'TEXT', preCheckPermissions: false });
  }

  /** Lets everything happen that needs no time. */
  settle() {
    return vi.advanceTimersByTimeAsync(0);
  }
}

/** Registers the set-up and clean-up; the returned function gives the running test's fixture. */
export function setUpStandIn(): () => StandInFixture {
  let fixture: StandInFixture;
  beforeEach(() => {
    vi.useFakeTimers();
    document.body.innerHTML = '<div id="box"></div>';
    fixture = new StandInFixture();
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
  return () => fixture;
}

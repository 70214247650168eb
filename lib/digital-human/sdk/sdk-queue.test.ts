// @vitest-environment happy-dom
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { SessionFailure } from '../failures.ts';
import { FakeSdk, step } from '../testing/fake-sdk.ts';
import { createListeners } from './events.ts';
import { SdkQueue } from './sdk-queue.ts';
import type { IcsCreateParameters } from './types.ts';

const parameters: IcsCreateParameters = {
  onceCode: 'c0de-1',
  serverAddress: 'cloud.example',
  robotId: 'r',
  containerId: 'c',
  logLevel: 'error',
  config: { enableBusinessTrack: false, defaultMuteRemoteAudio: false, enableCollectAudioDemand: true },
  eventListeners: createListeners(() => {}, undefined),
};

/** What `create` of the queue rejects with when the SDK's own rejects with `error`. */
async function failureOf(error: unknown): Promise<SessionFailure> {
  const sdk = Object.assign(new FakeSdk([]), { create: () => Promise.reject(error) });
  const queue = new SdkQueue({ load: async () => sdk });
  await queue.load('/sdk.js');
  const { signal } = new AbortController();
  const options = { ready: new Promise<void>(() => {}), signal, isExpired: () => false };
  return queue.create(parameters, options).then(
    () => expect.unreachable(),
    (thrown: SessionFailure) => thrown,
  );
}

it('the cause of sdk_stuck is the error with which create() rejected', async () => {
  const error = new TypeError('Invalid URL');
  const failure = await failureOf(error);
  expect(failure).toBeInstanceOf(SessionFailure);
  expect(failure.failure.code).toBe('sdk_stuck');
  expect(failure.cause).toBe(error);
});

it('the cause of sdk_stuck does not contain the once code', async () => {
  const { cause } = await failureOf(new Error('refused: c0de-1, c0de-1'));
  expect(cause).toBeInstanceOf(Error);
  expect((cause as Error).message).toBe('Error: refused: [once code], [once code]');
  expect((cause as Error).stack).not.toContain('c0de-1');
  for (const quoting of [
    { errorCode: '1', parameters },
    Object.assign(new Error('refused'), { parameters }),
    new Error('refused', { cause: new Error('c0de-1') }),
  ]) {
    const { cause: withoutFields } = await failureOf(quoting);
    expect(inspect(withoutFields, { depth: null, showHidden: true })).not.toContain('c0de-1');
  }
  expect((await failureOf('c0de-1 is void')).cause).toEqual(new Error('[once code] is void'));
});

it('a page that is left while a destroy() waits for the microphone to close destroys at once, and only once', async () => {
  const sdk = new FakeSdk([step.noPicture()]);
  sdk.destroyTakesMs = 0;
  const queue = new SdkQueue({ load: async () => sdk });
  await queue.load('/sdk.js');
  const { signal } = new AbortController();
  await queue.create(parameters, { ready: new Promise<void>(() => {}), signal, isExpired: () => false });
  let close = () => {};
  const ended = queue.destroy(new Promise<void>((resolve) => (close = resolve)));
  await new Promise((resolve) => setTimeout(resolve));
  queue.destroyNow();
  expect(sdk.calls).toEqual(['create', 'destroy']);
  close();
  await ended;
  expect(sdk.calls).toEqual(['create', 'destroy']);
});

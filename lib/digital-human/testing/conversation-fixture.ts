/** For tests: a live conversation on a scripted SDK, with fake timers. */
import { vi } from 'vitest';
import { Conversation, type ConversationOptions } from '../conversation.ts';
import { createListeners } from '../sdk/events.ts';
import { SessionStore } from '../session-store.ts';
import { FakeSdk } from './fake-sdk.ts';

export const pass = (ms = 10) => vi.advanceTimersByTimeAsync(ms);

/** Awaits `promise` while time passes; by default as much as the longest call of the fake SDK takes. */
export async function during<T>(promise: Promise<T>, ms = 5_000): Promise<T> {
  const settled = promise.then(
    (value) => () => value,
    (error) => () => {
      throw error;
    },
  );
  await pass(ms);
  return (await settled)();
}

interface LiveOptions extends Partial<ConversationOptions> {
  sdk?: FakeSdk;
}

/** A conversation 5 s after the ready event. */
export async function liveConversation({ sdk = new FakeSdk([]), silentTrack = true, ...options }: LiveOptions = {}) {
  const store = new SessionStore();
  const sessionController = new AbortController();
  sdk.jobId = 'job-1';
  store.enter({ status: 'live', liveSince: 0 });
  const talk = new Conversation(store, sdk, sessionController.signal, { silentTrack, ...options });
  sdk.listen(createListeners((event) => talk.receive(event)));
  await pass(5_000);
  return { sdk, store, sessionController, talk, listening: () => store.snapshot.listening };
}

/** Waits for a state by polling, without fixed delays. */
import { setTimeout as pause } from 'node:timers/promises';

const ASK_EVERY_MS = 50;

/** Polls until the result is true. An error counts as false. @throws after `limitMs`, naming `what` */
export async function until(holds: () => boolean | Promise<boolean>, what: string, limitMs = 15_000): Promise<void> {
  const giveUpAtMs = performance.now() + limitMs;
  for (;;) {
    const isSo = await Promise.resolve()
      .then(holds)
      .catch(() => false);
    if (isSo) return;
    if (performance.now() > giveUpAtMs) throw new Error(`Waited ${limitMs / 1000} s for ${what}.`);
    await pause(ASK_EVERY_MS);
  }
}

/** Waits until `url` answers 2xx. */
export const untilUp = (url: string, limitMs = 60_000): Promise<void> =>
  until(async () => (await fetch(url)).ok, `${url} to come up`, limitMs);

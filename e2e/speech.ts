/** The browser's speech recognition, spoken by the test: the emulator's stand-in hears through it. */
import type { Page } from 'playwright/test';
import type { Chat } from './fixtures';

interface Ear {
  onaudiostart(): void;
  onresult(event: unknown): void;
}

/** Before the page loads: its microphone is allowed, and hears what `say` says. */
export async function fakeMicrophone(page: Page): Promise<void> {
  await page.context().grantPermissions(['microphone']);
  await page.addInitScript(() => {
    class Recognition {
      onaudiostart() {}
      onresult() {}
      start() {
        Object.assign(window, { ear: this });
        this.onaudiostart();
      }
      abort() {
        Object.assign(window, { ear: null });
      }
    }
    Object.assign(window, { webkitSpeechRecognition: Recognition });
  });
}

export async function say(page: Page, text: string, { isFinal = true } = {}): Promise<void> {
  await page.waitForFunction(() => Boolean((window as unknown as { ear: Ear | null }).ear));
  await page.evaluate(
    ({ text, isFinal }) => {
      const result = Object.assign([{ transcript: text }], { isFinal });
      (window as unknown as { ear: Ear }).ear.onresult({ resultIndex: 0, results: [result] });
    },
    { text, isFinal },
  );
}

/** As a screen reader does it. A pointer's press would become a hold on a machine that takes its time between down and up. */
export const speakHandsFree = (chat: Chat): Promise<void> => chat.button('Speak').dispatchEvent('click');

/** Until what is held down now is no short press any more. */
export async function outlastPress(page: Page): Promise<void> {
  const heldSince = await page.evaluate(() => performance.now());
  await page.waitForFunction((since) => performance.now() - since > 400, heldSince);
}

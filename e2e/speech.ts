/** Speech recognition of the browser that the test controls, for the emulator's stand-in. */
import type { Page } from 'playwright/test';
import type { Chat } from './fixtures';

interface Ear {
  onaudiostart(): void;
  onresult(event: unknown): void;
}

/** Call before the page loads. Allows the microphone, and makes it recognise what `say` says. */
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

/** As a screen reader clicks. A pointer's press would become a hold on a machine that is slow between down and up. */
export const speakHandsFree = (chat: Chat): Promise<void> => chat.button('Speak').dispatchEvent('click');

/** Waits until the current press is longer than a short press. */
export async function outlastPress(page: Page): Promise<void> {
  const heldSince = await page.evaluate(() => performance.now());
  await page.waitForFunction((since) => performance.now() - since > 400, heldSince);
}

/** Every state of the chat page, and how the emulator brings it about. */
import type { Page } from 'playwright/test';
import type { EmulatorControl } from '../scripts/emulator-control';
import { Chat, consentCookie, expect } from './fixtures';
import { fakeMicrophone, say, speakHandsFree } from './speech';

interface StateContext {
  chat: Chat;
  page: Page;
  emulator: EmulatorControl;
  expectedErrors: RegExp[];
  otherDevice: () => Promise<Chat>;
}

/** Each brings the page into a state, and returns at the moment it appears. */
export const states = {
  idle: async ({ chat }) => {
    await chat.open();
  },
  connecting: async ({ chat, emulator }) => {
    await emulator.fault({ target: 'smart-chat-jobs', times: 1, kind: 'hang' });
    await chat.open();
    await chat.start();
    await chat.expectStatus('connecting');
  },
  retrying: async ({ chat, emulator, expectedErrors }) => {
    expectedErrors.push(/Failed to load resource/);
    await emulator.fault({ target: 'smart-chat-jobs', times: 3, errorCode: 'MSS.20010135' });
    await chat.open();
    await chat.start();
    await chat.expectStatus('retrying');
  },
  live: async ({ chat }) => {
    await chat.goLive();
  },
  'live, answering': async ({ chat }) => {
    await chat.goLive();
    await chat.ask('What is a once code? 一次性鉴权码');
    await expect(chat.answers).not.toHaveCount(0);
  },
  'live, listening': async ({ chat, page }) => {
    await fakeMicrophone(page);
    await chat.goLive();
    await speakHandsFree(chat);
    await say(page, 'What is a', { isFinal: false });
    await expect(chat.transcript).toContainText('What is a');
  },
  'live, with the sheet open': async ({ chat, page }) => {
    await chat.goLive();
    await chat.button('Captions, devices and keys').click();
    await expect(page.getByRole('dialog').getByText('Keyboard')).toBeVisible();
  },
  'live, with a warning and a notice': async ({ chat, emulator, page }) => {
    await page.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = async () => {
        throw new DOMException('', 'NotAllowedError');
      };
    });
    await chat.goLive();
    await speakHandsFree(chat);
    await expect(chat.alert).toHaveCount(1);
    await emulator.push('silence-warning', { restTimeMs: 60_000 });
    await expect(page.getByText('Still there?')).toBeVisible();
  },
  consent: async ({ chat, page }) => {
    await page.context().clearCookies({ name: consentCookie.name });
    await chat.open();
    await chat.start();
    await expect(page.getByRole('dialog', { name: 'Before you start' })).toBeVisible();
  },
  'live in another tab': async ({ chat, page, emulator }) => {
    await new Chat(await page.context().newPage(), emulator).goLive();
    await page.bringToFront();
    await chat.open();
    await chat.start();
    await expect(page.getByRole('dialog', { name: 'Continue here?' })).toBeVisible();
  },
  'live on another device': async ({ chat, otherDevice }) => {
    const other = await otherDevice();
    await other.start();
    await other.expectStatus('live');
    await chat.open();
    await chat.startBesideOther();
  },
  'about to sign out everywhere': async ({ chat, page }) => {
    await chat.open();
    await chat.button('Edna Tester').click();
    await chat.button('Sign out everywhere').click();
    await expect(page.getByRole('dialog', { name: 'Sign out everywhere?' })).toBeVisible();
    await expect(page.locator('#account')).toBeHidden();
  },
  'live, with the debug drawer open': async ({ chat, page }) => {
    await page.goto('/chat?debug');
    await chat.start();
    await chat.expectStatus('live');
    await expect(page.getByRole('region', { name: 'Session timeline' })).toContainText('Click to live');
  },
  "live, with the SDK's device picker open": async ({ chat, page }) => {
    await chat.goLive();
    await chat.button('Captions, devices and keys').click();
    await chat.button('Choose on the picture').click();
    // The open sheet may cover the SDK's own icon.
    await chat.button('Devices').dispatchEvent('click');
    await expect(page.getByLabel('Speaker')).toBeVisible();
  },
  reconnecting: async ({ chat, emulator }) => {
    await chat.goLive();
    await emulator.push('drop', { forever: true });
    await chat.expectStatus('reconnecting');
  },
  failed: async ({ chat, emulator, expectedErrors }) => {
    expectedErrors.push(/Failed to load resource/);
    await emulator.fault({ target: 'once-code', times: 9, status: 401, errorCode: 'APIG.0301' });
    await chat.open();
    await chat.start();
    await chat.expectStatus('failed');
  },
  ended: async ({ chat }) => {
    await chat.goLive();
    await chat.ask('Who are you?');
    await chat.button('End conversation').click();
    await chat.expectStatus('ended');
  },
  'ended, rating the conversation': async (story) => {
    await states.ended(story);
    await story.page.getByText('Not good').click();
    await expect(story.chat.button('Submit')).toBeVisible();
  },
  'ended, saving or deleting the transcript': async (story) => {
    await states.ended(story);
    await story.chat.button('Save or delete').click();
    await expect(story.page.getByRole('button', { name: 'Delete transcript' })).toBeVisible();
  },
  'ended, about to delete the transcript': async (story) => {
    await states['ended, saving or deleting the transcript'](story);
    await story.chat.button('Delete transcript').click();
    await expect(story.chat.button('Delete for good')).toBeVisible();
  },
} satisfies Record<string, (story: StateContext) => Promise<void>>;

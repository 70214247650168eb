/** The emulator's digital human as a user sees it, and playback that a browser blocks. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { findBrowser } from '../scripts/find-browser';
import { expect, test } from './fixtures';
import { browserArgs } from './stack';

test.use({
  // The trace's snapshots of the page would also count as a gesture.
  trace: 'off',
  launchOptions: {
    executablePath: findBrowser(),
    args: [
      ...browserArgs,
      // The default of users' browsers. A real click on Start counts as the gesture.
      '--autoplay-policy=document-user-activation-required',
    ],
  },
});
// These tests measure moving pictures, so only one page runs at a time.
test.describe.configure({ mode: 'default' });

/**
 * A part of the picture, in its heights from its middle and its top. Input: distances from between the eyes, in
 * distances of the eyes.
 */
function part(left: number, top: number, width: number, height: number) {
  const file = new URL('../emulator/sdk/assets/ada.json', import.meta.url);
  const { size, eyes } = JSON.parse(readFileSync(file, 'utf8')) as {
    size: [width: number, height: number];
    eyes: { each: [Record<'x' | 'y', number>, Record<'x' | 'y', number>] };
  };
  const [one, other] = eyes.each;
  const [x, y] = [(one.x + other.x) / 2 - size[0] / 2, (one.y + other.y) / 2];
  const unit = Math.abs(one.x - other.x) / size[1];
  return { left: x / size[1] + left * unit, top: y / size[1] + top * unit, width: width * unit, height: height * unit };
}
const crown = part(-1.3, -2.1, 2.6, 0.7);
const eyes = part(-0.9, -0.3, 1.8, 0.5);
const mouth = part(-0.6, 0.65, 1.2, 0.85);
/**
 * Mean differences of a pixel (0 to 255). Measured: 0.1 for a still head, 2 to 5 for a swaying one, 2 for a fading
 * smile, 6 to 13 for speaking lips, 10 for lids.
 */
const STILL = 1;
const MOVING = 2;
const SPEAKING = 4;

/** Returns how far the part differs from its first picture, within this many pictures of the remote track. */
function movement(page: Page, part: typeof mouth, pictures = 15): Promise<number> {
  return page.locator('#digital-human video').evaluate(
    async (video: HTMLVideoElement, [{ left, top, width, height }, pictures]) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 48, height: 32 });
      const context = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
      const look = async () => {
        await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
        const unit = video.videoHeight;
        const x = video.videoWidth / 2 + left * unit;
        context.drawImage(video, x, top * unit, width * unit, height * unit, 0, 0, canvas.width, canvas.height);
        return context.getImageData(0, 0, canvas.width, canvas.height).data;
      };
      const first = await look();
      let farthest = 0;
      for (let picture = 1; picture < pictures; picture++) {
        const now = await look();
        const difference = now.reduce((sum, value, index) => sum + Math.abs(value - (first[index] ?? 0)), 0);
        farthest = Math.max(farthest, difference / now.length);
      }
      return farthest;
    },
    [part, pictures] as const,
  );
}

test('the presenter moves her head', async ({ chat, page }) => {
  await chat.goLive();
  await expect.poll(() => movement(page, crown, 20)).toBeGreaterThan(MOVING);
});

// With a still head, only lips move at the mouth.
test('with reduced motion only the lids move, and the lips while she speaks', async ({ chat, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await chat.goLive();
  await expect.poll(() => movement(page, eyes, 20)).toBeGreaterThan(MOVING);
  await expect.poll(() => movement(page, mouth)).toBeLessThan(STILL);
  await chat.ask('What is a once code?');
  await expect.poll(() => movement(page, mouth)).toBeGreaterThan(SPEAKING);
  await expect.poll(() => movement(page, crown, 20)).toBeLessThan(STILL);
});

test('nothing is painted while the picture is off the screen', async ({ chat, page }) => {
  await page.addInitScript(() => {
    const { putImageData } = CanvasRenderingContext2D.prototype;
    Object.assign(window, { painted: 0 });
    CanvasRenderingContext2D.prototype.putImageData = function (...values: unknown[]) {
      (window as unknown as { painted: number }).painted++;
      putImageData.apply(this, values as Parameters<typeof putImageData>);
    };
  });
  await chat.goLive();
  const paintedWithin = (frames: number) =>
    page.evaluate(async (frames) => {
      const { painted } = window as unknown as { painted: number };
      for (let frame = 0; frame < frames; frame++) await new Promise(requestAnimationFrame);
      return (window as unknown as { painted: number }).painted - painted;
    }, frames);
  const show = (isShown: boolean) =>
    page.locator('#digital-human').evaluate((container, isShown) => {
      container.style.display = isShown ? '' : 'none';
    }, isShown);
  await expect.poll(() => paintedWithin(30)).toBeGreaterThan(0);
  await show(false);
  await expect.poll(() => paintedWithin(30)).toBe(0);
  await show(true);
  await expect.poll(() => paintedWithin(30)).toBeGreaterThan(0);
});

test('one click on our own button starts playback that the browser blocks', async ({ chat, page }) => {
  // The page starts by itself and reports through its console: any access by Playwright counts as a gesture, after
  // which the picture plays by itself.
  await page.addInitScript(() => {
    const named = (name: string) => [...document.querySelectorAll('button')].find((it) => it.textContent === name);
    const timer = setInterval(async () => {
      if (document.querySelector('[data-status=idle]')) named('Start conversation')?.click();
      const button = named('Play picture and sound')?.getBoundingClientRect();
      const video = document.querySelector<HTMLVideoElement>('#digital-human video');
      if (!button || !video) return;
      clearInterval(timer);
      const { HwICSUiSdk: sdk } = window as unknown as {
        HwICSUiSdk: { playRemoteVideo(): Promise<{ errorCode: string }> };
      };
      const { errorCode } = await sdk.playRemoteVideo();
      const [x, y] = [button.x + button.width / 2, button.y + button.height / 2];
      console.info(`held back: ${JSON.stringify({ errorCode, paused: video.paused, x, y })}`);
    }, 200);
  });
  const message = page.waitForEvent('console', (message) => message.text().startsWith('held back:'));
  await page.goto('/chat');
  const { x, y, ...heldBack } = JSON.parse((await message).text().replace('held back:', ''));
  expect(heldBack).toEqual({ errorCode: '90100021', paused: true });

  await page.mouse.click(x, y);
  await expect(page.locator('#digital-human video')).toHaveJSProperty('paused', false);
  await expect(chat.button('Play picture and sound')).toHaveCount(0);
  await expect.poll(() => movement(page, crown)).toBeGreaterThan(0);
});

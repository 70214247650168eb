/** The emulator's digital human as a person sees it, drawn with WebGL; and playback that a browser holds back. */
import type { Page } from 'playwright/test';
import { findBrowser } from '../scripts/find-browser';
import { expect, test } from './fixtures';
import { browserArgs } from './stack';

test.use({
  // The trace's snapshots of the page would count as a gesture, too.
  trace: 'off',
  launchOptions: {
    executablePath: findBrowser(),
    args: [
      ...browserArgs,
      '--enable-unsafe-swiftshader',
      // As people's browsers have it. A real click on Start counts as the gesture.
      '--autoplay-policy=document-user-activation-required',
    ],
  },
});
// WebGL in software takes both cores: one page at a time.
test.describe.configure({ mode: 'default' });

/** Parts of the picture, in its heights from its middle and from its top. */
const crown = { left: -0.25, top: 0.03, width: 0.5, height: 0.14 };
const eyes = { left: -0.17, top: 0.35, width: 0.34, height: 0.1 };
const mouth = { left: -0.12, top: 0.52, width: 0.24, height: 0.2 };
/**
 * Mean differences of a pixel (0 to 255). Measured: 0.1 for a head that is still, 2 to 5 for one that sways, 2 for a smile
 * that fades, 6 to 13 for lips that speak, 10 for lids.
 */
const STILL = 1;
const MOVING = 2;
const SPEAKING = 4;

/** How far the part gets from how it looked first, within so many pictures that arrive on the remote track. */
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

const pictureHeight = (page: Page) =>
  page.locator('#digital-human video').evaluate((video: HTMLVideoElement) => video.videoHeight);

/** The drawn portrait is this high; the bust never is, at any of its levels. */
const PORTRAIT_HEIGHT = 480;

test('the presenter is three-dimensional and moves', async ({ chat, page }) => {
  await chat.goLive();
  await expect.poll(() => pictureHeight(page)).toBeGreaterThan(0);
  expect(await pictureHeight(page)).not.toBe(PORTRAIT_HEIGHT);
  await expect.poll(() => movement(page, crown, 50)).toBeGreaterThan(MOVING);
});

// With a head that keeps still, what moves at the mouth is lips.
test('with reduced motion only the lids move, and the lips while she speaks', async ({ chat, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await chat.goLive();
  await expect.poll(() => movement(page, eyes, 40)).toBeGreaterThan(MOVING);
  await expect.poll(() => movement(page, mouth)).toBeLessThan(STILL);
  await chat.ask('What is a once code?');
  await expect.poll(() => movement(page, mouth)).toBeGreaterThan(SPEAKING);
  await expect.poll(() => movement(page, crown, 50)).toBeLessThan(STILL);
});

test('a browser without WebGL shows a drawn portrait, which speaks too', async ({ chat, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.addInitScript(() => {
    const getContext = HTMLCanvasElement.prototype.getContext as (kind: string, options?: unknown) => RenderingContext;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, options?: unknown) {
      return kind === 'webgl2' ? null : getContext.call(this, kind, options);
    } as typeof HTMLCanvasElement.prototype.getContext;
  });
  await chat.goLive();
  await expect.poll(() => pictureHeight(page)).toBe(PORTRAIT_HEIGHT);
  await expect.poll(() => movement(page, mouth)).toBeLessThan(STILL);
  await chat.ask('What is a once code?');
  await expect.poll(() => movement(page, mouth)).toBeGreaterThan(MOVING);
});

test('playback that the browser blocks starts with one click on our own button', async ({ chat, page }) => {
  // The page starts by itself and tells through its console what it shows: whatever Playwright looks up in a page counts as
  // a gesture, and then the picture plays by itself.
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
  const told = page.waitForEvent('console', (message) => message.text().startsWith('held back:'));
  await page.goto('/chat');
  const { x, y, ...heldBack } = JSON.parse((await told).text().replace('held back:', ''));
  expect(heldBack).toEqual({ errorCode: '90100021', paused: true });

  await page.mouse.click(x, y);
  await expect(page.locator('#digital-human video')).toHaveJSProperty('paused', false);
  await expect(chat.button('Play picture and sound')).toHaveCount(0);
  await expect.poll(() => movement(page, crown)).toBeGreaterThan(0);
});

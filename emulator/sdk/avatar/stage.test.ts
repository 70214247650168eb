import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PortraitPainter } from './portrait-painter';
import type { Pose } from './pose';
import { Stage } from './stage';

const pose: Pose = {
  weights: { blinkL: 0.3, jawOpen: 0.2 },
  head: [0, 0.02, 0],
  sway: 0,
  breath: 0,
  gaze: [0, 0],
  tongue: 0,
};

/** A canvas that accepts every call and returns pixels of half-transparent grey. */
class FakeCanvas {
  width = 0;
  height = 0;
  readonly shown = vi.fn();
  getContext = () =>
    new Proxy({} as Record<string, unknown>, {
      get: (_, name: string) => {
        if (name === 'putImageData') return this.shown;
        if (name === 'getImageData')
          return (_x: number, _y: number, width: number, height: number) => ({
            data: new Uint8ClampedArray(width * height * 4).fill(128),
          });
        return () => ({ addColorStop: () => {} });
      },
      set: () => true,
    });
}

let fetched: string[];
beforeEach(() => {
  // Painting takes no time here.
  vi.spyOn(performance, 'now').mockReturnValue(0);
  fetched = [];
  vi.stubGlobal('fetch', async (url: string, { signal }: RequestInit) => {
    signal?.throwIfAborted();
    fetched.push(url);
    return new Response(readFileSync(new URL(`../assets/${url}`, import.meta.url)));
  });
  vi.stubGlobal('createImageBitmap', async () => ({ close: () => {} }));
  vi.stubGlobal(
    'OffscreenCanvas',
    class extends FakeCanvas {
      constructor(width: number, height: number) {
        super();
        Object.assign(this, { width, height });
      }
    },
  );
  vi.stubGlobal('document', { createElement: () => new FakeCanvas() });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const open = () => Stage.open({ name: 'ada', assetsUrl: '', signal: new AbortController().signal });
const showFrames = (stage: Stage, framesPerSecond: number, seconds: number, displayRate = 60) => {
  for (let frame = 0; frame < framesPerSecond * seconds; frame++)
    stage.draw(pose, 1 / framesPerSecond, displayRate / framesPerSecond);
};
/** On a machine that was idle in the first seconds. */
async function openAtBest() {
  const stage = await open();
  showFrames(stage, 10, 2);
  await expect.poll(() => stage.canvas.height).toBe(720);
  return stage;
}

it('starts with a small picture, paints the largest once the machine has proved fast enough, and keeps it', async () => {
  const stage = await open();
  expect([stage.canvas.height, stage.framesPerSecond]).toEqual([360, 10]);
  showFrames(stage, 10, 2);
  await expect.poll(() => stage.canvas.height).toBe(720);
  showFrames(stage, 30, 0.5);
  expect([stage.canvas.height, stage.framesPerSecond]).toEqual([720, 30]);
  expect((stage.canvas as unknown as FakeCanvas).shown.mock.calls.length).toBeGreaterThan(14);
  expect(fetched).toHaveLength(6);
});

it('keeps the small picture on a machine that serves the display too rarely', async () => {
  const stage = await open();
  showFrames(stage, 10, 30, 20);
  await Promise.resolve();
  expect(stage.canvas.height).toBe(360);
  expect(fetched).toHaveLength(3);
});

it('paints something on the canvas at each frame while the person keeps still', async () => {
  const stage = await open();
  showFrames(stage, 30, 4 / 30);
  const shown = (stage.canvas as unknown as FakeCanvas).shown.mock.calls;
  for (const [, , , left, top, width, height] of shown.slice(-3)) {
    expect(Math.min(width, height)).toBeGreaterThan(0);
    expect(left + width).toBeLessThanOrEqual(stage.canvas.width);
    expect(top + height).toBeLessThanOrEqual(stage.canvas.height);
  }
});

it('paints smaller, then less often, on a slow machine, on the same canvas', async () => {
  const stage = await openAtBest();
  const { canvas } = stage;
  const shown: [number, number][] = [];
  for (const height of [480, 360]) {
    showFrames(stage, 4, 4);
    await expect.poll(() => canvas.height).toBe(height);
    shown.push([canvas.height, stage.framesPerSecond]);
  }
  expect(shown).toEqual([
    [480, 30],
    [360, 10],
  ]);
  showFrames(stage, 4, 4);
  expect(stage.canvas).toBe(canvas);
  expect(fetched).toHaveLength(12);
});

it('never shows a portrait without eyes and mouth', async () => {
  const stage = await openAtBest();
  const paint = vi.spyOn(PortraitPainter.prototype, 'paint');
  showFrames(stage, 4, 4);
  const before = paint.mock.calls.length;
  await expect.poll(() => stage.canvas.height).toBe(480);
  expect(paint.mock.calls.slice(before)).toEqual([[pose]]);
});

it('tries a better picture once the machine is idle, and waits longer after each failure', async () => {
  vi.spyOn(PortraitPainter.prototype, 'paint').mockImplementation(() => {});
  const stage = await openAtBest();
  const secondsToBetter = async () => {
    showFrames(stage, 4, 4);
    await expect.poll(() => stage.canvas.height).toBe(480);
    let seconds = 0;
    while (stage.canvas.height === 480) {
      showFrames(stage, 30, 5);
      seconds += 5;
      await new Promise(setImmediate);
      await new Promise(setImmediate);
    }
    return seconds;
  };
  const first = await secondsToBetter();
  expect(await secondsToBetter()).toBeGreaterThan(first * 1.5);
});

it('shows the room when the pictures do not load', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  vi.stubGlobal('fetch', async () => new Response(null, { status: 500 }));
  const stage = await open();
  stage.draw(pose, 0.03, 2);
  expect(stage.canvas).toMatchObject({ width: 576, height: 360 });
  expect(warn).toHaveBeenCalledTimes(1);
});

it('loads nothing after dispose()', async () => {
  const stage = await open();
  stage.dispose();
  showFrames(stage, 4, 5);
  await Promise.resolve();
  expect(fetched).toHaveLength(3);
  expect(stage.canvas.height).toBe(360);
});

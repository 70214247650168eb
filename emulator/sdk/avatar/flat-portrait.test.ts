import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FlatPortrait } from './flat-portrait';
import { moodExpressions } from './mood-expressions';
import { restingPose } from './pose';
import { presenterLook, presenterNames } from './presenter-looks';
import { visemeShapes } from './viseme';

/** A 2D context that writes down each call with its numbers. */
function recordingContext() {
  const calls: string[] = [];
  const context = new Proxy({ canvas: { width: 480, height: 480 } } as Record<string, unknown>, {
    get(target, name: string) {
      if (name in target) return target[name];
      return (...args: unknown[]) => {
        for (const arg of args)
          if (typeof arg === 'number' && !Number.isFinite(arg)) throw new Error(`${name}(${args})`);
        calls.push(
          `${name}(${args.filter((arg) => typeof arg === 'number').map((arg) => (arg as number).toFixed(2))})`,
        );
        return { addColorStop: (offset: number) => expect(offset >= 0 && offset <= 1).toBe(true) };
      };
    },
  });
  return { context: context as unknown as CanvasRenderingContext2D, calls };
}

beforeEach(() => {
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = () => recordingContext().context;
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

it.each(presenterNames)('draws %s in every mood and with every mouth, and each differs from rest', (name) => {
  const { context, calls } = recordingContext();
  const portrait = new FlatPortrait(context, presenterLook(name));
  const paint = (weights: Readonly<Record<string, number>>) => {
    calls.length = 0;
    portrait.paint({ ...restingPose, weights });
    return calls.join();
  };
  const atRest = paint({});
  expect(calls.length).toBeGreaterThan(80);
  for (const { weights } of Object.values(moodExpressions)) expect(paint(weights)).not.toBe(atRest);
  for (const [viseme, { weights }] of Object.entries(visemeShapes)) {
    if (viseme !== 'silence') expect(paint(weights), viseme).not.toBe(atRest);
  }
});

it('balances what it saves and restores', () => {
  const { context, calls } = recordingContext();
  new FlatPortrait(context, presenterLook('ada')).paint({ ...restingPose, weights: { jawOpen: 0.4 } });
  const count = (name: string) => calls.filter((call) => call.startsWith(`${name}(`)).length;
  expect(count('save')).toBe(count('restore'));
});

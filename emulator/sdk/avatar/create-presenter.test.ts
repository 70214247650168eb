import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Animator } from './animator';
import { AvatarPresenter, createPresenter } from './create-presenter';

const timeline = [{ phone: 'aa', startSeconds: 0, endSeconds: 1 }];
const frames = new Map<number, FrameRequestCallback>();
let nextFrame = 1;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => {
    frames.set(nextFrame, callback);
    return nextFrame++;
  });
  vi.stubGlobal('cancelAnimationFrame', (id: number) => frames.delete(id));
});
afterEach(() => {
  frames.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function create() {
  const stage = {
    canvas: {} as HTMLCanvasElement,
    framesPerSecond: 30,
    draw: vi.fn(),
    dispose: vi.fn(),
  };
  return { stage, presenter: new AvatarPresenter(stage, new Animator({ random: () => 0.5, reducedMotion: false })) };
}
const showFrame = (nowMs: number) => {
  const [[id, callback] = []] = frames;
  if (id === undefined || !callback) throw new Error('no frame was asked for');
  frames.delete(id);
  callback(nowMs);
};

describe('a presenter', () => {
  it('draws at once', () => {
    expect(create().stage.draw).toHaveBeenCalledTimes(1);
  });

  it.each([50, 60, 75, 144])('draws thirty frames per second on a display of %d Hz', (displayRate) => {
    const { stage } = create();
    const startMs = performance.now();
    for (let tick = 1; tick <= displayRate; tick++) showFrame(startMs + (tick * 1000) / displayRate);
    expect(Math.abs(stage.draw.mock.calls.length - 31)).toBeLessThanOrEqual(1);
  });

  it('skips the frames that it missed in the background', () => {
    const { stage } = create();
    const startMs = performance.now();
    showFrame(startMs + 5_000);
    for (let tick = 1; tick <= 6; tick++) showFrame(startMs + 5_000 + (tick * 1000) / 60);
    expect(stage.draw.mock.calls.length).toBeLessThanOrEqual(6);
  });

  it('draws nothing while it is not visible, and continues afterwards', () => {
    const { presenter, stage } = create();
    presenter.setVisible(false);
    expect(frames.size).toBe(0);
    presenter.setVisible(true);
    presenter.setVisible(true);
    expect(frames.size).toBe(1);
    showFrame(performance.now() + 100);
    expect(stage.draw).toHaveBeenCalledTimes(2);
  });

  it('ends an utterance by its clock, without a frame', async () => {
    const { presenter } = create();
    let clock = 0;
    const ended = vi.fn();
    void presenter.speak(timeline, () => clock).then(ended);
    await vi.advanceTimersByTimeAsync(500);
    expect(ended).not.toHaveBeenCalled();
    clock = 1.2;
    await vi.advanceTimersByTimeAsync(200);
    expect(ended).toHaveBeenCalled();
  });

  it('ends an utterance on stop(), and when the next one begins', async () => {
    const { presenter } = create();
    const first = presenter.speak(timeline, () => 0);
    const second = presenter.speak(timeline, () => 0);
    await first;
    presenter.stopSpeaking();
    await second;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves no frame, timer or stage behind', async () => {
    const { presenter, stage } = create();
    const speaking = presenter.speak(timeline, () => 0);
    presenter.dispose();
    await speaking;
    expect(frames.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    expect(stage.dispose).toHaveBeenCalledTimes(1);
  });

  it('does not start after its session has ended', async () => {
    const ended = AbortSignal.abort(new Error('ended'));
    vi.stubGlobal('fetch', () => Promise.reject(ended.reason));
    vi.stubGlobal('document', { createElement: () => ({ getContext: () => null }) });
    await expect(createPresenter({ name: 'ada', assetsUrl: '/', reducedMotion: false, signal: ended })).rejects.toThrow(
      'ended',
    );
    expect(frames.size).toBe(0);
  });
});

// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { RemoteVideo } from './remote-video';

let stage: HTMLElement;
const onPlaybackBlocked = vi.fn();
const onSeen = vi.fn();
const video = () => stage.querySelector('video') as HTMLVideoElement;
const open = (muted = false) =>
  new RemoteVideo(document.createElement('video'), stage, { muted, onPlaybackBlocked, onSeen });
const playIs = (outcome: () => Promise<void>) =>
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockImplementation(outcome);

beforeEach(() => {
  vi.clearAllMocks();
  stage = document.createElement('div');
});

describe('remote video', () => {
  it('plays inline', async () => {
    playIs(async () => {});
    expect(await open().play()).toBe(true);
    expect(video().hasAttribute('playsinline')).toBe(true);
    expect(video().autoplay).toBe(true);
  });

  it('does not play before play() is called', () => {
    open();
    expect(video().autoplay).toBe(false);
  });

  it('reports that the browser does not allow playback', async () => {
    playIs(() => Promise.reject(new DOMException('', 'NotAllowedError')));
    expect(await open().play()).toBe(false);
    expect(onPlaybackBlocked).toHaveBeenCalledOnce();
  });

  it('does not treat an interrupted play as a refusal', async () => {
    playIs(() => Promise.reject(new DOMException('', 'AbortError')));
    expect(await open().play()).toBe(true);
    expect(onPlaybackBlocked).not.toHaveBeenCalled();
  });

  it('stops waiting for a first frame that a hidden tab never draws', async () => {
    vi.useFakeTimers();
    playIs(() => new Promise(() => {}));
    const played = open().play();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await played).toBe(true);
    vi.useRealTimers();
  });

  it('reports when it leaves and re-enters the screen, after it was first visible', () => {
    let observed: (entries: { isIntersecting: boolean }[]) => void = () => {};
    vi.stubGlobal(
      'IntersectionObserver',
      class {
        constructor(callback: typeof observed) {
          observed = callback;
        }
        observe = () => {};
        disconnect = () => observed([{ isIntersecting: false }]);
      },
    );
    const remote = open();
    for (const isIntersecting of [false, true, false, true]) observed([{ isIntersecting }]);
    expect(onSeen.mock.calls).toEqual([[true], [false], [true]]);
    remote.remove();
    vi.unstubAllGlobals();
  });

  it('unmutes when the page becomes visible', () => {
    const remote = open();
    video().muted = true;
    document.dispatchEvent(new Event('visibilitychange'));
    expect(video().muted).toBe(false);
    remote.remove();
  });

  it('stays muted if the integrator muted it, and is otherwise unchanged', () => {
    const remote = open(true);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(video().muted).toBe(true);
    video().muted = false;
    document.dispatchEvent(new Event('visibilitychange'));
    expect(video().muted).toBe(false);
    remote.remove();
  });

  it('leaves nothing behind', () => {
    const remote = open();
    remote.remove();
    expect(stage.childElementCount).toBe(0);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Ears, type EarsWatcher } from './ears';
import { Listening, type ListeningContext } from './listening';

class FakeStream {
  readonly track = { stop: vi.fn() };
  getTracks = () => [this.track];
}

let stream: FakeStream;
let hear: EarsWatcher['onHeard'];
let canHear: boolean;
const getUserMedia = vi.fn();
const context = {
  dispatch: vi.fn(),
  language: () => 'en_US' as const,
  microphoneId: () => undefined,
  isSpeaking: vi.fn(() => false),
  mayInterrupt: vi.fn(() => false),
  interrupt: vi.fn(),
  ask: vi.fn(),
  onTrouble: vi.fn(),
} satisfies ListeningContext;

const listening = () =>
  new Listening(context, (watcher) => {
    hear = watcher.onHeard;
    const ears = new Ears(watcher, () => null);
    vi.spyOn(ears, 'open').mockImplementation(async () => canHear);
    return ears;
  });

beforeEach(() => {
  vi.resetAllMocks();
  stream = new FakeStream();
  canHear = true;
  getUserMedia.mockResolvedValue(stream);
  context.isSpeaking.mockReturnValue(false);
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
});
afterEach(() => void vi.unstubAllGlobals());

describe('listening', () => {
  it.each([
    ['NotAllowedError', '90100017'],
    ['NotFoundError', '90100019'],
    ['NotReadableError', '90100020'],
  ])('reports %s as the RTC library does', async (name, code) => {
    getUserMedia.mockRejectedValue(new DOMException('', name));
    expect(await listening().start()).toMatchObject({ result: false, errorCode: code });
  });

  it('lets go of the microphone when speech cannot be recognised', async () => {
    canHear = false;
    expect(await listening().start()).toMatchObject({ result: false, errorCode: 'MSS.47015028' });
    expect(stream.track.stop).toHaveBeenCalledOnce();
  });

  it('raises what is heard and asks it when it is complete, under one chat ID', async () => {
    await listening().start();
    hear('what is', false);
    hear('what is this', true);
    const [interim, complete] = context.dispatch.mock.calls.map(([, payload]) => payload);
    expect(interim).toMatchObject({ text: 'what is', isLast: false });
    expect(complete).toEqual({ ...interim, text: 'what is this', isLast: true });
    expect(context.ask).toHaveBeenCalledExactlyOnceWith('what is this', complete.chatId);
  });

  it('takes what was heard so far for the sentence when the turn ends', async () => {
    const ears = listening();
    await ears.start();
    hear('what is', false);
    ears.finish();
    expect(context.dispatch).toHaveBeenLastCalledWith('speechRecognized', expect.objectContaining({ isLast: true }));
    expect(context.ask).toHaveBeenCalledExactlyOnceWith('what is', expect.any(String));
    expect(ears.isOpen).toBe(false);
  });

  it('is deaf while the digital human speaks', async () => {
    await listening().start();
    context.isSpeaking.mockReturnValue(true);
    hear('stop', true);
    expect(context.dispatch).not.toHaveBeenCalled();
    expect(context.ask).not.toHaveBeenCalled();
  });

  it('interrupts when barge-in is on', async () => {
    await listening().start();
    context.isSpeaking.mockReturnValue(true);
    context.mayInterrupt.mockReturnValue(true);
    hear('wait', false);
    expect(context.interrupt).toHaveBeenCalledOnce();
  });
});

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Hearing, type HearingContext } from './hearing';
import { SpeechRecognizer, type SpeechRecognizerEvents } from './speech-recognizer';

let hear: SpeechRecognizerEvents['onHeard'];
let canHear: boolean;
const context = {
  dispatch: vi.fn(),
  language: () => 'en_US' as const,
  isSpeaking: vi.fn(() => false),
  mayInterrupt: vi.fn(() => false),
  interrupt: vi.fn(),
  ask: vi.fn(),
  onUnavailable: vi.fn(),
} satisfies HearingContext;

const hearing = () =>
  new Hearing(context, (watcher) => {
    hear = watcher.onHeard;
    const recognizer = new SpeechRecognizer(watcher, () => null);
    vi.spyOn(recognizer, 'open').mockImplementation(async () => canHear);
    return recognizer;
  });

beforeEach(() => {
  vi.resetAllMocks();
  canHear = true;
  context.isSpeaking.mockReturnValue(false);
});

describe('hearing', () => {
  it('reports when speech cannot be recognised', async () => {
    canHear = false;
    const recognizer = hearing();
    expect(await recognizer.start()).toBe(false);
    expect(recognizer.isOpen).toBe(false);
  });

  it('raises the partial text and asks it when it is complete, under one chat ID', async () => {
    await hearing().start();
    hear('what is', false);
    hear('what is this', true);
    const [interim, complete] = context.dispatch.mock.calls.map(([, payload]) => payload);
    expect(interim).toMatchObject({ text: 'what is', isLast: false });
    expect(complete).toEqual({ ...interim, text: 'what is this', isLast: true });
    expect(context.ask).toHaveBeenCalledExactlyOnceWith('what is this', complete.chatId);
  });

  it('asks the partial text when the turn ends', async () => {
    const recognizer = hearing();
    await recognizer.start();
    hear('what is', false);
    recognizer.finish();
    expect(context.dispatch).toHaveBeenLastCalledWith('speechRecognized', expect.objectContaining({ isLast: true }));
    expect(context.ask).toHaveBeenCalledExactlyOnceWith('what is', expect.any(String));
    expect(recognizer.isOpen).toBe(false);
  });

  it('ignores speech while the digital human speaks', async () => {
    await hearing().start();
    context.isSpeaking.mockReturnValue(true);
    hear('stop', true);
    expect(context.dispatch).not.toHaveBeenCalled();
    expect(context.ask).not.toHaveBeenCalled();
  });

  it('interrupts when barge-in is on', async () => {
    await hearing().start();
    context.isSpeaking.mockReturnValue(true);
    context.mayInterrupt.mockReturnValue(true);
    hear('wait', false);
    expect(context.interrupt).toHaveBeenCalledOnce();
  });
});

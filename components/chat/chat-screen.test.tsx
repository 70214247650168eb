// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Failure, ownFailure } from '@/lib/digital-human/failures';
import { vendorFailure } from '@/lib/digital-human/sdk/error-codes';
import type { SessionPhase } from '@/lib/digital-human/session-state';
import { AnswerExtras } from './late-parts';
import { renderScreen, snapshotOf } from './screen-fixture';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const live: SessionPhase = { status: 'live', liveSince: 1_000_000 };
const failed = (failure: Failure): SessionPhase => ({ status: 'failed', failure, endedAt: 1_000_000 });
const buttonNames = () => screen.getAllByRole('button').map((button) => button.textContent?.trim() ?? '');
const startOrTry = () => buttonNames().filter((name) => /start|try/i.test(name));
const button = (name: string) => screen.getByRole('button', { name });

describe('the buttons of each status', () => {
  test.each<[SessionPhase, string]>([
    [{ status: 'idle' }, 'Start conversation'],
    [{ status: 'ended', reason: 'person', endedAt: 1_000_000 }, 'Start conversation'],
    [failed(vendorFailure('MSS.20010135')), 'Try again'],
    [failed(vendorFailure('MSS.47010047')), 'Start conversation'],
  ])('%j has one button that starts a conversation', (phase, name) => {
    renderScreen(snapshotOf(phase));
    expect(startOrTry()).toEqual([name]);
  });

  test.each<SessionPhase>([
    { status: 'preparing', attempt: 1 },
    { status: 'authorizing', attempt: 1 },
    { status: 'connecting', attempt: 2 },
    { status: 'retrying', attempt: 2, reason: vendorFailure('MSS.47010046'), delayMs: 900 },
  ])('$status can be cancelled', async (phase) => {
    const { end } = renderScreen(snapshotOf(phase));
    expect(startOrTry()).toEqual([]);
    fireEvent.click(button('Cancel'));
    expect(end).toHaveBeenCalledOnce();
  });

  test.each<SessionPhase>([live, { status: 'reconnecting', liveSince: 1_000_000 }])('$status can be ended', (phase) => {
    const { end, interrupt, setMuted } = renderScreen(snapshotOf(phase));
    expect(startOrTry()).toEqual([]);
    fireEvent.click(button('Mute'));
    expect(setMuted).toHaveBeenCalledWith(true);
    fireEvent.click(button('Interrupt'));
    expect(interrupt).toHaveBeenCalledOnce();
    fireEvent.click(button('End conversation'));
    expect(end).toHaveBeenCalledOnce();
  });
});

test('the status names the step, and the attempt from the second on', () => {
  const { show } = renderScreen(snapshotOf({ status: 'connecting', attempt: 1 }));
  const status = screen.getByRole('status', { name: 'Session' });
  expect(status).toHaveProperty('textContent', 'Connecting');
  expect(status.dataset.status).toBe('connecting');
  show(snapshotOf({ status: 'connecting', attempt: 2 }));
  expect(status.textContent).toBe('Connecting — attempt 2 of 3');
  show(snapshotOf({ status: 'connecting', attempt: 2, attempts: 2 }));
  expect(status.textContent).toBe('Connecting — attempt 2 of 2');
});

test('after Start the focus moves to the stage, so that a second press cannot cancel', () => {
  const { show, start } = renderScreen(snapshotOf({ status: 'idle' }));
  button('Start conversation').focus();
  fireEvent.click(button('Start conversation'));
  expect(start).toHaveBeenCalledExactlyOnceWith();
  show(snapshotOf({ status: 'preparing', attempt: 1 }));
  expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Lin, on screen' }));
});

test('the focus moves to the next control, but never out of the message box', () => {
  const { show } = renderScreen(snapshotOf({ status: 'connecting', attempt: 1 }));
  show(snapshotOf(failed(vendorFailure('MSS.20010135'))));
  expect(document.activeElement).toBe(button('Try again'));
  screen.getByRole('textbox', { name: 'Message' }).focus();
  show(snapshotOf(live));
  show(snapshotOf({ status: 'ended', reason: 'silence', endedAt: 1_000_000 }));
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Message' }));
});

test('an alert says what happened, what to do and what to quote', () => {
  renderScreen(snapshotOf(failed({ ...vendorFailure('MSS.20010135'), requestId: 'req-1' })));
  const alert = screen.getByRole('alert');
  for (const text of ['All digital humans are busy', 'Try again in a few minutes.', 'MSS.20010135', 'req-1']) {
    expect(alert.textContent).toContain(text);
  }
});

test('an alert shows an unknown code unchanged', () => {
  renderScreen(snapshotOf(failed(vendorFailure('MSS.99999999'))));
  expect(screen.getByRole('alert').textContent).toContain('an unknown code: MSS.99999999');
});

test('Try again counts down outside the alert, and works when the time is up', () => {
  const failure: Failure = { code: 'rate_limited', kind: 'rate_limited', retry: 'manual', retryAfterSeconds: 20 };
  const { start } = renderScreen(snapshotOf(failed(failure)));
  const said = screen.getByRole('alert').textContent;
  expect(screen.getByText('You can try again in 20 seconds.')).toBeTruthy();
  fireEvent.click(button('Try again'));
  expect(start).not.toHaveBeenCalled();
  act(() => vi.advanceTimersByTime(19_000));
  expect(screen.getByText('You can try again in 1 second.')).toBeTruthy();
  expect(screen.getByRole('alert').textContent).toBe(said);
  act(() => vi.advanceTimersByTime(1_000));
  fireEvent.click(button('Try again'));
  expect(start).toHaveBeenCalledOnce();
});

test('Try again counts on when the computer’s clock is set back an hour', () => {
  const failure: Failure = { code: 'rate_limited', kind: 'rate_limited', retry: 'manual', retryAfterSeconds: 20 };
  const { start } = renderScreen(snapshotOf(failed(failure)));
  vi.setSystemTime(Date.now() - 3_600_000);
  act(() => vi.advanceTimersByTime(20_000));
  fireEvent.click(button('Try again'));
  expect(start).toHaveBeenCalledOnce();
});

describe('a long wait until the next start', () => {
  const usedUp = (retryAfterSeconds: number): Failure => ({
    ...{ code: 'minutes_used_up', kind: 'rate_limited', retry: 'manual', retryAfterSeconds },
  });
  beforeEach(() => void vi.setSystemTime(new Date(2026, 10, 29, 21, 10, 30)));

  test('is shown as a time of day, not as a countdown', () => {
    renderScreen(snapshotOf(failed(usedUp(2 * 3600))));
    expect(screen.getByRole('alert').textContent).toContain('Your minutes are used up');
    expect(screen.getByText('You can try again at 11:11 PM.')).toBeTruthy();
    act(() => vi.advanceTimersByTime(2 * 3600_000 - 30_000));
    expect(screen.getByText('You can try again in 30 seconds.')).toBeTruthy();
  });

  test('names the day when it ends on another day', () => {
    renderScreen(snapshotOf(failed(usedUp(3 * 3600))));
    expect(screen.getByText('You can try again on Monday at 12:11 AM.')).toBeTruthy();
  });
});

test.each([
  ['moved', 'It continues on another device.'],
  ['minutes', 'Your minutes are used up.'],
] as const)('a conversation that the server ended says why: %s', (reason, text) => {
  renderScreen(snapshotOf({ status: 'ended', reason, endedAt: 1_000_000 }));
  expect(screen.getByText(text)).toBeTruthy();
  expect(startOrTry()).toEqual(['Start conversation']);
});

test('a conversation that a sign-out elsewhere ended offers the sign-in', () => {
  renderScreen(snapshotOf(failed(ownFailure('signed_out_elsewhere'))));
  expect(screen.getByRole('alert').textContent).toContain('You signed out on another device');
  expect(screen.getByRole('link', { name: 'Sign in again' })).toBeTruthy();
});

test('a signed-out user is offered the sign-in, and a stuck SDK a reload', () => {
  const { show } = renderScreen(snapshotOf(failed({ code: 'signed_out', kind: 'signed_out', retry: 'never' })));
  expect(screen.getByRole('link', { name: 'Sign in again' }).getAttribute('href')).toBe('/sign-in?callbackUrl=%2Fchat');
  show(
    snapshotOf({ ...failed({ code: 'sdk_stuck', kind: 'sdk', retry: 'never' }), endedAt: 1_000_001 } as SessionPhase),
  );
  expect(button('Reload the page')).toBeTruthy();
});

test('HTML in an answer is shown as text', () => {
  const text = '<img src=x onerror=alert(1)> & <b>bold</b>';
  renderScreen(
    snapshotOf(live, { transcript: [{ id: 'a', who: 'digital-human', text, at: 1_000_000, state: 'complete' }] }),
  );
  expect(screen.getByText(text)).toBeTruthy();
  expect(screen.getByRole('log', { name: 'Transcript' }).querySelector('img, b')).toBeNull();
});

test('an answer is announced once, when it is complete', () => {
  const entry = { id: 'a', who: 'digital-human', text: 'A once', at: 1_000_000 } as const;
  const { show } = renderScreen(snapshotOf(live, { transcript: [{ ...entry, state: 'open' }] }));
  const log = screen.getByRole('log', { name: 'Transcript' });
  expect(log.getAttribute('aria-busy')).toBe('true');
  show(snapshotOf(live, { transcript: [{ ...entry, text: 'A once code', state: 'complete' }] }));
  expect(log.getAttribute('aria-busy')).toBe('false');
});

/** The error with which Next rejects an unknown action. */
const actionOfAnotherBuild = Object.assign(new Error('Server Action "abc" was not found on the server.'), {
  name: 'UnrecognizedActionError',
});

describe('signing out', () => {
  const signOutWith = async (outcome: Promise<void>) => {
    const calls = renderScreen(snapshotOf(live));
    calls.signOut.mockReturnValue(outcome);
    await act(async () => void fireEvent.click(button('Sign out')));
    return calls;
  };

  test('ends the conversation only after the server has signed out', async () => {
    let answer = () => {};
    const { end, onSignedOut } = await signOutWith(new Promise<void>((resolve) => (answer = resolve)));
    expect(onSignedOut).not.toHaveBeenCalled();
    expect(end).not.toHaveBeenCalled();
    await act(async () => answer());
    expect(onSignedOut).toHaveBeenCalledOnce();
  });

  test.each([
    ['offline', new TypeError('Failed to fetch'), /could not be reached/, ['Close']],
    ['without an answer in time', new DOMException('', 'TimeoutError'), /You may still .* did not answer/, ['Close']],
    ['after a new version of the site', actionOfAnotherBuild, /out of date/, ['Reload the page', 'Close']],
  ])(
    '%s: the page says that the user is or may be signed in, and the conversation continues',
    async (_, error, reason, ways) => {
      const { end, onSignedOut } = await signOutWith(Promise.reject(error));
      const alert = screen.getByRole('alert');
      expect(alert.textContent).toMatch(/still (be )?signed in/);
      expect(alert.textContent).toMatch(reason);
      expect(button('Sign out').hasAttribute('disabled')).toBe(false);
      expect([...alert.querySelectorAll('button')].map((way) => way.textContent)).toEqual(ways);
      expect(onSignedOut).not.toHaveBeenCalled();
      expect(end).not.toHaveBeenCalled();
      button('Close').focus();
      fireEvent.click(button('Close'));
      expect(screen.queryByRole('alert')).toBeNull();
      expect(document.activeElement).toBe(button('Sign out'));
    },
  );

  describe('everywhere', () => {
    const everywhere = async (choice: string) => {
      const calls = renderScreen(snapshotOf(live));
      await act(async () => void fireEvent.click(screen.getByText('Sign out everywhere')));
      await act(() => vi.dynamicImportSettled());
      const dialog = screen.getByRole('dialog', { name: 'Sign out everywhere?' });
      const chosen = within(dialog).getByRole('button', { name: choice });
      return { calls, choose: () => act(async () => void fireEvent.click(chosen)) };
    };

    test('asks for confirmation, and then ends what belongs to the user here', async () => {
      const { calls, choose } = await everywhere('Sign out everywhere');
      expect(calls.signOutEverywhere).not.toHaveBeenCalled();
      await choose();
      expect(calls.signOutEverywhere).toHaveBeenCalledOnce();
      expect(calls.onSignedOut).toHaveBeenCalledOnce();
      expect(calls.signOut).not.toHaveBeenCalled();
      expect(screen.queryByRole('dialog', { name: 'Sign out everywhere?' })).toBeNull();
    });

    test('can be cancelled', async () => {
      const { calls, choose } = await everywhere('Stay signed in');
      await choose();
      expect(calls.signOutEverywhere).not.toHaveBeenCalled();
      expect(screen.queryByRole('dialog', { name: 'Sign out everywhere?' })).toBeNull();
    });

    test('reports a failure, and the conversation continues', async () => {
      const { calls, choose } = await everywhere('Sign out everywhere');
      calls.signOutEverywhere.mockRejectedValue(new TypeError('Failed to fetch'));
      await choose();
      expect(screen.getByRole('alert').textContent).toMatch(/still signed in/);
      expect(calls.onSignedOut).not.toHaveBeenCalled();
    });

    test('reports an expired sign-in and what to do, and the conversation continues', async () => {
      const { calls, choose } = await everywhere('Sign out everywhere');
      calls.signOutEverywhere.mockResolvedValue('sign_in_expired');
      await choose();
      const alert = within(screen.getByRole('alert'));
      expect(alert.getByText(/your sign-in has expired/)).toBeTruthy();
      expect(alert.getByRole('link', { name: /new tab/ }).getAttribute('target')).toBe('_blank');
      expect(calls.onSignedOut).not.toHaveBeenCalled();
    });

    test('reports that another account is signed in and offers to reload, and the conversation continues', async () => {
      const { calls, choose } = await everywhere('Sign out everywhere');
      calls.signOutEverywhere.mockResolvedValue('other_user');
      await choose();
      const alert = within(screen.getByRole('alert'));
      expect(alert.getByText(/another account is signed in/)).toBeTruthy();
      expect(alert.getByRole('button', { name: 'Reload the page' })).toBeTruthy();
      expect(calls.onSignedOut).not.toHaveBeenCalled();
    });
  });

  test('counts the redirect with which the server answers as a success', async () => {
    const redirect = Object.assign(new Error('NEXT_REDIRECT'), { digest: 'NEXT_REDIRECT;push;/;307;' });
    const { onSignedOut } = await signOutWith(Promise.reject(redirect));
    expect(onSignedOut).toHaveBeenCalledOnce();
  });
});

test('one button resumes blocked playback', () => {
  const { resumePlayback } = renderScreen(snapshotOf(live, { playbackBlocked: true }));
  fireEvent.click(button('Play picture and sound'));
  expect(resumePlayback).toHaveBeenCalledOnce();
});

test('the message box has the focus after the button that plays picture and sound', () => {
  const { show } = renderScreen(snapshotOf(live, { playbackBlocked: true }));
  button('Play picture and sound').focus();
  show(snapshotOf(live));
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Message' }));
});

test('the page suggests questions while the session is live and the user has asked none', () => {
  const { ask, show } = renderScreen(snapshotOf({ status: 'idle' }));
  expect(screen.queryByText('Questions to begin with')).toBeNull();
  show(snapshotOf(live));
  fireEvent.click(button('What is a once code?'));
  expect(ask).toHaveBeenCalledExactlyOnceWith('What is a once code?');
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Message' }));
  const asked = { id: 'q', who: 'person', text: 'What is a once code?', at: 0, state: 'complete' } as const;
  show(snapshotOf(live, { transcript: [asked] }));
  expect(screen.queryByText('Questions to begin with')).toBeNull();
});

describe('a suggested question', () => {
  const extendParam = JSON.stringify({ v: 1, suggestions: ['And then?'] });
  const answer = { id: 'a', who: 'digital-human', text: 'So.', at: 0, state: 'complete', extendParam } as const;
  const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });
  beforeEach(() => AnswerExtras.preload());

  test.each([
    ['a first question', 'What is a once code?', []],
    ['below an answer', 'And then?', [answer]],
  ])('%s is asked once at a double click, and returns to the message box when refused', async (_, name, transcript) => {
    const { ask } = renderScreen(snapshotOf(live, { transcript }));
    let refuse = (_: { accepted: boolean }) => {};
    ask.mockReturnValue(new Promise((resolve) => (refuse = resolve)));
    button(name).focus();
    fireEvent.click(button(name));
    fireEvent.click(button(name));
    expect(ask).toHaveBeenCalledExactlyOnceWith(name);
    expect(document.activeElement).toBe(box());
    await act(async () => refuse({ accepted: false }));
    expect(box().value).toBe(name);
    await act(async () => void fireEvent.click(button('Send')));
    expect(ask).toHaveBeenCalledTimes(2);
  });

  test('does not open the on-screen keyboard of a touch screen', () => {
    vi.spyOn(window, 'matchMedia').mockReturnValue({ matches: false } as MediaQueryList);
    renderScreen(snapshotOf(live, { transcript: [answer] }));
    fireEvent.click(button('And then?'));
    expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Lin, on screen' }));
    vi.restoreAllMocks();
  });
});

test('connection trouble is shown on the picture only', () => {
  renderScreen(snapshotOf(live, { notice: vendorFailure('999200003') }));
  expect(screen.getByText(/connection is unstable/)).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});

test.each([
  ['KeyM', 'setMuted'],
  ['KeyI', 'interrupt'],
] as const)('Alt and %s does what its button does', (code, action) => {
  const calls = renderScreen(snapshotOf(live));
  fireEvent.keyDown(window, { code, altKey: true });
  expect(calls[action]).toHaveBeenCalledOnce();
  fireEvent.keyDown(window, { code });
  expect(calls[action]).toHaveBeenCalledOnce();
});

// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { IntlProvider } from 'use-intl/react';
import { afterEach, expect, test, vi } from 'vitest';
import en from '@/lib/i18n/en.json';
import { useLeaveQuestion } from './use-leave-question';

afterEach(cleanup);

const end = vi.fn(async () => {});

function Page({ isOn }: { isOn: boolean }) {
  const dialog = useLeaveQuestion({ isOn, end });
  return (
    <>
      <a href="/">Face to face</a>
      <a href="/privacy">Privacy</a>
      <a href="/privacy" target="_blank" rel="noopener">
        New tab
      </a>
      <a href="#content">Skip</a>
      <a href="mailto:ada@example.com">Mail</a>
      {dialog}
    </>
  );
}

const show = (isOn: boolean) =>
  render(
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      <Page isOn={isOn} />
    </IntlProvider>,
  );
/** @returns whether the browser would follow the link */
const click = async (name: string, init: MouseEventInit = {}) => {
  let follows = true;
  const stop = (event: Event) => {
    follows = !event.defaultPrevented;
    event.preventDefault(); // happy-dom would navigate
  };
  window.addEventListener('click', stop, { once: true });
  await act(async () => void fireEvent.click(screen.getByText(name), init));
  window.removeEventListener('click', stop);
  return follows;
};

test.each(['Face to face', 'Privacy'])('the link %s asks before it ends a conversation', async (name) => {
  show(true);
  await click(name);
  expect(await screen.findByRole('dialog', { name: 'End the conversation?' })).toBeTruthy();
  await act(async () => void fireEvent.click(screen.getByText('Stay here')));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(end).not.toHaveBeenCalled();
});

test('leaving waits for the end of the conversation, but not as long as the SDK may take for it', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const assign = vi.spyOn(window.location, 'assign').mockImplementation(() => {});
  show(true);
  await click('Privacy');
  end.mockReturnValueOnce(new Promise(() => {}));
  await act(async () => void fireEvent.click(screen.getByText('End it and leave')));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(end).toHaveBeenCalledOnce();
  expect(assign).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(assign).toHaveBeenCalledExactlyOnceWith(`${location.origin}/privacy`);
  vi.useRealTimers();
});

test.each<[string, MouseEventInit?]>([
  ['New tab'],
  ['Skip'],
  ['Mail'],
  ['Privacy', { ctrlKey: true }],
  ['Privacy', { metaKey: true }],
])('a click on %s %j does not leave the page, and does not ask', async (name, init) => {
  show(true);
  expect(await click(name, init)).toBe(true);
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('without a conversation a link does not ask', async () => {
  show(false);
  expect(await click('Face to face')).toBe(true);
  expect(fireEvent(window, new Event('beforeunload', { cancelable: true }))).toBe(true);
});

test('the browser asks before back, reload and closing the tab', () => {
  show(true);
  expect(fireEvent(window, new Event('beforeunload', { cancelable: true }))).toBe(false);
});

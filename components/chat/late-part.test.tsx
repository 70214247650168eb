// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import en from '@/lib/i18n/en.json';
import { ActionBoundary } from '../ui/action-boundary';
import { latePart } from './late-part';

/** Sets the answer of the check whether the site is reachable. */
const site = vi.fn<(url: string) => Promise<Response>>();
const offline = () => Promise.reject(new TypeError('Failed to fetch'));
const reachable = async () => Response.json({ status: 'ok' });

beforeEach(() => {
  site.mockReset().mockImplementation(offline);
  vi.stubGlobal('fetch', site);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const show = (children: ReactNode) =>
  act(async () =>
    render(
      <IntlProvider locale="en" messages={en} timeZone="UTC">
        <p>The conversation</p>
        {children}
      </IntlProvider>,
    ),
  );
const press = (name: string) => act(async () => void fireEvent.click(screen.getByRole('button', { name })));
const lost = () => Promise.reject(new Error('Loading chunk 7 failed'));
const arrived = async () => ({ default: () => <p>The part</p> });

test('a part that does not load says so and can be loaded again, and the rest of the page stays', async () => {
  const load = vi.fn(arrived).mockImplementationOnce(lost);
  const Part = latePart(load, { shown: 'inside' });
  await show(<Part />);
  expect(screen.getByRole('alert').textContent).toContain('did not load');
  expect(screen.getByText('The conversation')).toBeTruthy();
  await press('Load it again');
  expect(screen.getByText('The part')).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('a part that does not load from a site that answers says that the page is outdated, and offers a reload', async () => {
  site.mockImplementation(reachable);
  const Part = latePart(vi.fn(arrived).mockImplementationOnce(lost), { shown: 'inside' });
  await show(<Part />);
  expect(site).toHaveBeenCalledExactlyOnceWith('/api/health', expect.anything());
  expect(screen.getByRole('alert').textContent).toContain('out of date');
  expect(screen.getByRole('button', { name: 'Reload the page' })).toBeTruthy();
  await press('Load it again');
  expect(screen.getByText('The part')).toBeTruthy();
});

test.each([
  ['no network', offline],
  ['another service in front of the site', async () => new Response('', { status: 502 })],
  ['the sign-in page of a network', async () => new Response('<html>Sign in to the Wi-Fi</html>')],
])('a part that does not load with %s offers no reload', async (_, answer) => {
  site.mockImplementation(answer);
  const Part = latePart(lost, { shown: 'inside' });
  await show(<Part />);
  expect(screen.getByRole('alert').textContent).not.toContain('out of date');
  expect(screen.queryByRole('button', { name: 'Reload the page' })).toBeNull();
});

test('a part that neither loads nor fails says so after a while, and can be loaded again', async () => {
  vi.useFakeTimers();
  let arrive = () => {};
  const load = vi.fn(() => new Promise<void>((resolve) => (arrive = resolve)).then(arrived));
  const Part = latePart(load, { shown: 'over' });
  await show(<Part />);
  await act(async () => void vi.advanceTimersByTime(10_000));
  expect(screen.getByRole('alert').textContent).toContain('did not load');
  arrive();
  await press('Load it again');
  expect(screen.getByText('The part')).toBeTruthy();
  await act(async () => void vi.advanceTimersByTime(60_000));
  expect(screen.queryByRole('alert')).toBeNull();
  expect(load).toHaveBeenCalledOnce();
  vi.useRealTimers();
});

test('a preloaded part is available without a network', async () => {
  const load = vi.fn(arrived);
  const Part = latePart(load, { shown: 'inside' });
  await act(async () => Part.preload());
  load.mockImplementation(lost);
  await show(<Part />);
  expect(screen.getByText('The part')).toBeTruthy();
  expect(load).toHaveBeenCalledOnce();
});

test('a part whose preload failed loads when it is needed', async () => {
  const load = vi.fn(arrived).mockImplementationOnce(lost);
  const Part = latePart(load, { shown: 'inside' });
  await act(async () => Part.preload());
  await show(<Part />);
  expect(screen.getByText('The part')).toBeTruthy();
});

test('the message about a dialog that does not load can be closed', async () => {
  const onClose = vi.fn();
  const Part = latePart(lost, { shown: 'over' });
  await show(<Part onClose={onClose} />);
  await press('Close');
  expect(onClose).toHaveBeenCalledOnce();
});

test('a part that throws while it renders leaves the rest of the page', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const Broken = (): ReactNode => {
    throw new Error('a bug');
  };
  const Part = latePart(async () => ({ default: Broken }), { shown: 'inside' });
  await show(<Part />);
  expect(screen.getByRole('alert').textContent).toContain('did not load');
  expect(screen.getByText('The conversation')).toBeTruthy();
});

/** As Next rejects it. */
const actionOfAnotherBuild = Object.assign(new Error('Server Action "abc" was not found on the server.'), {
  name: 'UnrecognizedActionError',
});

test.each([
  ['offline', new TypeError('Failed to fetch'), 'could not be reached', ['Dark', 'Close']],
  ['unknown after a new version', actionOfAnotherBuild, 'out of date', ['Dark', 'Reload the page', 'Close']],
  ['unanswered', new DOMException('', 'TimeoutError'), 'did not answer, so perhaps', ['Dark', 'Close']],
])(
  'an action that fails (%s) keeps the page, and says whether anything has changed',
  async (_, error, reason, ways) => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const action = vi.fn(async (): Promise<void> => Promise.reject(error));
    await show(
      <ActionBoundary>
        <form action={action}>
          <button type="submit">Dark</button>
        </form>
      </ActionBoundary>,
    );
    await press('Dark');
    expect(screen.getByRole('alert').textContent).toContain('nothing was changed');
    expect(screen.getByRole('alert').textContent).toContain(reason);
    expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(ways);
    expect(screen.getByText('The conversation')).toBeTruthy();
    await press('Close');
    action.mockImplementation(async () => {});
    await press('Dark');
    expect(action).toHaveBeenCalledTimes(2);
    expect(screen.queryByRole('alert')).toBeNull();
  },
);

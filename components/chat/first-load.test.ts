// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SCRIPTS_ARRIVED, watchFirstLoad } from './first-load';

/** Runs the source as the page does: what the function takes from outside is missing there. */
beforeEach(() => {
  vi.useFakeTimers();
  const script = document.createElement('script');
  Object.assign(script.dataset, { text: 'Not complete.', reload: 'Reload', arrived: SCRIPTS_ARRIVED });
  vi.spyOn(document, 'currentScript', 'get').mockReturnValue(script);
  new Function(`(${watchFirstLoad})()`)();
});
afterEach(() => {
  arrive();
  vi.useRealTimers();
  document.body.textContent = '';
});

const notice = () => document.querySelector('[role=alert]');
const arrive = () => void window.dispatchEvent(new Event(SCRIPTS_ARRIVED));
const loseScript = () => {
  const lost = document.body.appendChild(document.createElement('script'));
  lost.dispatchEvent(new Event('error'));
};

test('the page says at once that a script did not arrive, and offers a reload', () => {
  loseScript();
  loseScript();
  expect(document.querySelectorAll('[role=alert]')).toHaveLength(1);
  expect(notice()?.textContent).toContain('Not complete.');
  expect(notice()?.querySelector('a')?.textContent).toBe('Reload');
});

test('the page says after 30 s that its scripts have not arrived, until they have', () => {
  vi.advanceTimersByTime(29_999);
  expect(notice()).toBeNull();
  vi.advanceTimersByTime(1);
  expect(notice()).not.toBeNull();
  arrive();
  expect(notice()).toBeNull();
});

test('the page says 5 s after it has loaded that a script was lost before the watch began', () => {
  window.dispatchEvent(new Event('load'));
  vi.advanceTimersByTime(4_999);
  expect(notice()).toBeNull();
  vi.advanceTimersByTime(1);
  expect(notice()).not.toBeNull();
});

test('once the scripts have arrived, nothing that fails to load shows this notice', () => {
  arrive();
  window.dispatchEvent(new Event('load'));
  document.body.appendChild(document.createElement('img')).dispatchEvent(new Event('error'));
  loseScript();
  vi.advanceTimersByTime(60_000);
  expect(notice()).toBeNull();
});

test('a picture that does not load is no reason for the notice', () => {
  document.body.appendChild(document.createElement('img')).dispatchEvent(new Event('error'));
  expect(notice()).toBeNull();
});

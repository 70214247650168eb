// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { restoreTranscript } from '@/lib/digital-human/transcript-storage';
import { reloadUnlessLosing } from './reload-unless-losing';

const reload = vi.fn();

beforeEach(() => {
  vi.stubGlobal('location', { reload });
  document.body.innerHTML = '<textarea></textarea>';
});
afterEach(() => {
  vi.unstubAllGlobals();
  restoreTranscript('ada'); // the storage works again
  reload.mockClear();
});

test('an old page is reloaded', () => {
  reloadUnlessLosing();
  expect(reload).toHaveBeenCalledOnce();
});

test('an old page is not reloaded while the user writes', () => {
  for (const field of document.querySelectorAll('textarea')) field.value = 'And';
  reloadUnlessLosing();
  expect(reload).not.toHaveBeenCalled();
});

test('an old page is not reloaded in a browser that cannot keep the transcript', () => {
  vi.stubGlobal('sessionStorage', null);
  restoreTranscript('ada');
  reloadUnlessLosing();
  expect(reload).not.toHaveBeenCalled();
});

// @vitest-environment happy-dom
import { act, cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { SessionFacts } from '@/lib/digital-human/session-state';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';
import { renderScreen, snapshotOf } from '../screen-fixture';
import { captionSizes, nextCaptionSize, setCaptionSize } from './use-caption-size';

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const answer: TranscriptEntry = { id: 'a', who: 'digital-human', text: '你好', at: 0, state: 'complete' };
const live = (facts: Partial<SessionFacts>) => snapshotOf({ status: 'live', liveSince: 0 }, facts);
const caption = () => screen.getByRole('region', { name: 'Lin, on screen' }).querySelector('[lang=zh]');

test('captions show what the digital human is saying, in its language, until it has finished', () => {
  const { show } = renderScreen(live({ transcript: [answer], speaking: true }));
  expect(caption()?.textContent).toBe('你好');
  show(live({ transcript: [answer], speaking: false }));
  expect(caption()).toBeNull();
});

test('captions do not show what the user says', () => {
  renderScreen(live({ transcript: [{ ...answer, who: 'person', state: 'open' }] }));
  expect(caption()).toBeNull();
});

test('captions can be turned off, and stay off on this device', () => {
  renderScreen(live({ transcript: [answer], speaking: true }));
  act(() => setCaptionSize('off'));
  expect(caption()).toBeNull();
  expect(localStorage.getItem('captions')).toBe('off');
});

test('a key cycles through the sizes of the captions', () => {
  setCaptionSize('off');
  const seen = captionSizes.map(() => {
    nextCaptionSize();
    return localStorage.getItem('captions');
  });
  expect(seen).toEqual(['small', 'medium', 'large', 'off']);
});

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

test('what is being said is on the picture, in its language, and gone when it was said', () => {
  const { show } = renderScreen(live({ transcript: [answer], speaking: true }));
  expect(caption()?.textContent).toBe('你好');
  show(live({ transcript: [answer], speaking: false }));
  expect(caption()).toBeNull();
});

test('the person’s own words are not put into the digital human’s mouth', () => {
  renderScreen(live({ transcript: [{ ...answer, who: 'person', state: 'open' }] }));
  expect(caption()).toBeNull();
});

test('they can be turned off, which this device remembers', () => {
  renderScreen(live({ transcript: [answer], speaking: true }));
  act(() => setCaptionSize('off'));
  expect(caption()).toBeNull();
  expect(localStorage.getItem('captions')).toBe('off');
});

test('a key steps through the sizes and comes round', () => {
  setCaptionSize('off');
  const seen = captionSizes.map(() => {
    nextCaptionSize();
    return localStorage.getItem('captions');
  });
  expect(seen).toEqual(['small', 'medium', 'large', 'off']);
});

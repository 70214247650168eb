// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { renderScreen, snapshotOf } from '../screen-fixture';

afterEach(cleanup);

const live = snapshotOf({ status: 'live', liveSince: 0 });
const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });
const write = (text: string) => fireEvent.change(box(), { target: { value: text } });
const press = (key: object) => act(async () => void fireEvent.keyDown(box(), { key: 'Enter', ...key }));

test('Enter sends the question and empties the message box', async () => {
  const { ask } = renderScreen(live);
  write('What is a once code?');
  await press({});
  expect(ask).toHaveBeenCalledExactlyOnceWith('What is a once code?');
  expect(box().value).toBe('');
});

test('Shift+Enter does not send', async () => {
  const { ask } = renderScreen(live);
  write('first');
  await press({ shiftKey: true });
  expect(ask).not.toHaveBeenCalled();
});

test.each([
  ['while composing', { isComposing: true }],
  ['that ends a composition in Safari', { keyCode: 229 }],
])('an Enter of the input method %s does not send', async (_, key) => {
  const { ask } = renderScreen(live);
  write('ni hao');
  await press(key);
  expect(ask).not.toHaveBeenCalled();
  expect(box().value).toBe('ni hao');
});

test('a question is not sent before the session is live, and stays in the message box', async () => {
  const { ask, show } = renderScreen(snapshotOf({ status: 'connecting', attempt: 1 }));
  write('Hello');
  await press({});
  expect(ask).not.toHaveBeenCalled();
  show(live);
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Send' })));
  expect(ask).toHaveBeenCalledExactlyOnceWith('Hello');
});

test('the message box says by how many characters a question is too long', async () => {
  const { ask } = renderScreen(live);
  write('x'.repeat(1_001));
  expect(screen.getByText('1 character too long: a question may have 1,000.')).toBeTruthy();
  await press({});
  expect(ask).not.toHaveBeenCalled();
  expect(box().value).toHaveLength(1_001);
  write(`${'𠀀'.repeat(500)}  `); // two UTF-16 units each; spaces at the ends are not sent
  expect(screen.queryByText(/too long/)).toBeNull();
  await press({});
  expect(ask).toHaveBeenCalledOnce();
});

test('without field-sizing the message box gets its height from its text', () => {
  vi.stubGlobal('CSS', { supports: () => false });
  vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockReturnValue(96);
  renderScreen(live);
  write('one\ntwo\nthree\nfour');
  expect(box().style.height).toBe('96px');
  vi.unstubAllGlobals();
});

test('blank text is not sent', async () => {
  const { ask } = renderScreen(live);
  write('  \n ');
  await press({});
  expect(ask).not.toHaveBeenCalled();
});

test('a refused question returns to the message box, unless the user has begun a new one', async () => {
  const { ask } = renderScreen(live);
  ask.mockResolvedValue({ accepted: false });
  write('too long');
  await press({});
  expect(box().value).toBe('too long');

  let refuse = (_: { accepted: boolean }) => {};
  ask.mockReturnValue(new Promise((resolve) => (refuse = resolve)));
  await press({});
  write('something new');
  await act(async () => refuse({ accepted: false }));
  expect(box().value).toBe('something new');
});

describe('earlier questions', () => {
  const asked = ['What is a once code?', 'How long does it live?'].map((text, index) => ({
    id: `q${index}`,
    who: 'person' as const,
    text,
    at: 0,
    state: 'complete' as const,
  }));
  const arrow = (key: string) => fireEvent.keyDown(box(), { key });

  test('return with ↑, newest first, and leave with ↓', () => {
    renderScreen(snapshotOf({ status: 'live', liveSince: 0 }, { transcript: asked }));
    const shown = ['ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowDown'].map((key) => {
      arrow(key);
      return box().value;
    });
    const [first, second] = asked.map(({ text }) => text);
    expect(shown).toEqual([second, first, first, second, '']);
  });

  test('do not replace a draft', () => {
    renderScreen(snapshotOf({ status: 'live', liveSince: 0 }, { transcript: asked }));
    write('my own words');
    arrow('ArrowUp');
    expect(box().value).toBe('my own words');
  });
});

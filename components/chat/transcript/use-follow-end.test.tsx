// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { useFollowEnd } from './use-follow-end';

/** A list with a visible height of 400 px. */
let height = 1_000;
let seen = 400;
let resized = () => {};

beforeEach(() => {
  height = 1_000;
  seen = 400;
  vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockImplementation(() => height);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockImplementation(() => seen);
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(callback: () => void) {
        resized = callback;
      }
      observe() {}
      disconnect() {}
    },
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function List({ end, extras }: { end: number | undefined; extras?: boolean }) {
  const listRef = useRef<HTMLDivElement>(null);
  const { isFollowing, follow } = useFollowEnd({ listRef, end });
  return (
    <>
      <div ref={listRef} data-testid="list">
        <div>{end}</div>
        {extras && <div data-extras="" />}
      </div>
      {!isFollowing && (
        <button type="button" onClick={follow}>
          Latest
        </button>
      )}
    </>
  );
}

const list = () => screen.getByTestId('list');
const atEnd = () => height - list().scrollTop;
function show() {
  const view = render(<List end={0} />);
  let end = 0;
  return {
    grow: (by: number) => {
      height += by;
      end += 1;
      view.rerender(<List end={end} />);
    },
  };
}
const scrollTo = (top: number) => {
  list().scrollTop = top;
  fireEvent.scroll(list());
};
const button = () => screen.queryByRole('button', { name: 'Latest' });

test('the list follows its growing end', () => {
  const { grow } = show();
  grow(100);
  expect(atEnd()).toBe(0);
  expect(button()).toBeNull();
});

// It may show suggested questions, which begin at the top.
test('a list without entries is not scrolled, and follows its first entry', () => {
  const view = render(<List end={undefined} />);
  act(resized);
  expect(list().scrollTop).toBe(0);
  fireEvent.wheel(list(), { deltaY: 1 });
  list().scrollTop = 300;
  fireEvent.wheel(list(), { deltaY: -1 });
  expect(button()).toBeNull();
  view.rerender(<List end={1} />);
  expect(atEnd()).toBe(0);
});

test('a list that shows the extras of an answer keeps its position, and can be scrolled to its end', () => {
  const view = render(<List end={1} />);
  scrollTo(500);
  scrollTo(600);
  view.rerender(<List end={1} extras />);
  height += 300;
  act(resized);
  expect(list().scrollTop).toBe(600);
  scrollTo(400);
  fireEvent.click(button() as HTMLElement);
  expect(atEnd()).toBe(0);
});

describe('the list stops following as soon as the user scrolls up', () => {
  test.each<[string, () => void]>([
    ['a small step of the wheel', () => fireEvent.wheel(list(), { deltaY: -1 })],
    ['ArrowUp', () => fireEvent.keyDown(list(), { key: 'ArrowUp' })],
    ['PageUp', () => fireEvent.keyDown(list(), { key: 'PageUp' })],
    ['Shift and Space', () => fireEvent.keyDown(list(), { key: ' ', shiftKey: true })],
    [
      'a finger',
      () => {
        fireEvent.touchStart(list(), { touches: [{ clientY: 100 }] });
        fireEvent.touchMove(list(), { touches: [{ clientY: 103 }] });
      },
    ],
    [
      'the scroll bar',
      () => {
        fireEvent.scroll(list());
        scrollTo(list().scrollTop - 10);
      },
    ],
  ])('by %s', (_, scrollUp) => {
    const { grow } = show();
    grow(100);
    act(scrollUp);
    const { scrollTop } = list();
    grow(100);
    expect(list().scrollTop).toBe(scrollTop);
    expect(button()).toBeTruthy();
  });
});

test.each<[string, () => void]>([
  ['the wheel downwards', () => fireEvent.wheel(list(), { deltaY: 5 })],
  [
    'a pinch that zooms in',
    () => {
      const wheel = new WheelEvent('wheel', { deltaY: -5 });
      Object.defineProperty(wheel, 'ctrlKey', { value: true }); // happy-dom lacks it
      fireEvent(list(), wheel);
    },
  ],
  ['ArrowDown', () => fireEvent.keyDown(list(), { key: 'ArrowDown' })],
  ['Space', () => fireEvent.keyDown(list(), { key: ' ' })],
])('%s does not stop it', (_, act_) => {
  const { grow } = show();
  act(act_);
  grow(100);
  expect(atEnd()).toBe(0);
});

test('the end of the list stays visible when the window gets lower or the draft grows', () => {
  const { grow } = show();
  grow(100);
  seen = 100;
  act(() => {
    fireEvent.scroll(list());
    resized();
  });
  expect(button()).toBeNull();
  expect(atEnd()).toBe(0);
});

test('the list keeps following when it gets shorter', () => {
  const { grow } = show();
  grow(0);
  fireEvent.scroll(list());
  height = 700;
  act(() => scrollTo(300));
  grow(100);
  expect(atEnd()).toBe(0);
});

test('the list follows again at its end, or by the button', () => {
  const { grow } = show();
  grow(0);
  act(() => void fireEvent.wheel(list(), { deltaY: -1 }));
  act(() => scrollTo(500));
  act(() => scrollTo(550));
  expect(button()).toBeTruthy();
  act(() => scrollTo(600));
  expect(button()).toBeNull();
  act(() => void fireEvent.wheel(list(), { deltaY: -1 }));
  grow(100);
  act(() => void fireEvent.click(button() as HTMLElement));
  expect(atEnd()).toBe(0);
  grow(100);
  expect(atEnd()).toBe(0);
});

// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { GrowingText } from './growing-text';

afterEach(cleanup);

function grown(...texts: string[]) {
  const view = render(<GrowingText as="p" text={texts[0] ?? ''} />);
  const element = view.container.querySelector('p') as HTMLElement;
  const node = element.firstChild;
  for (const text of texts.slice(1)) view.rerender(<GrowingText as="p" text={text} />);
  return { view, element, node };
}

test('growing text is appended to the same text node, so that a selection in it stays', () => {
  const { element, node } = grown('A once', 'A once code', 'A once code works once.');
  expect(element.textContent).toBe('A once code works once.');
  expect(element.firstChild).toBe(node);
  expect(element.dir).toBe('auto');
});

test('a correction replaces growing text', () => {
  expect(grown('A onze', 'A once').element.textContent).toBe('A once');
});

test('growing text that a translating browser replaced is shown again in full', () => {
  const { view, element } = grown('A once');
  element.innerHTML = '<font><font>Einmal</font></font>';
  view.rerender(<GrowingText as="p" text="A once code" />);
  expect(element.textContent).toBe('A once code');
});

test('HTML in growing text is shown as text', () => {
  expect(grown('a', 'a <b>b</b>').element.innerHTML).toBe('a &lt;b&gt;b&lt;/b&gt;');
});

import { expect, test } from 'vitest';
import { isAtEnd } from './follow-end';

test('at the end, or about two lines before it, the list follows', () => {
  expect(isAtEnd({ scrollTop: 600, clientHeight: 400, scrollHeight: 1000 })).toBe(true);
  expect(isAtEnd({ scrollTop: 552, clientHeight: 400, scrollHeight: 1000 })).toBe(true);
});

test('further up it yields to the reader', () => {
  expect(isAtEnd({ scrollTop: 551, clientHeight: 400, scrollHeight: 1000 })).toBe(false);
});

test('a list that needs no scrolling is at its end, and so is one pulled past it', () => {
  expect(isAtEnd({ scrollTop: 0, clientHeight: 400, scrollHeight: 200 })).toBe(true);
  expect(isAtEnd({ scrollTop: 640, clientHeight: 400, scrollHeight: 1000 })).toBe(true);
});

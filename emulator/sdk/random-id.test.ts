import { expect, it } from 'vitest';
import { randomId } from './random-id';

it('has the form of a UUID and differs each time', () => {
  expect(randomId()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
  expect(randomId()).not.toBe(randomId());
});

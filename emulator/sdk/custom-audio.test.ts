import { expect, it } from 'vitest';
import { samplesOf } from './custom-audio';

it('reads Int16 samples from bytes and from base64, and drops half a sample', () => {
  const bytes = new Uint8Array([0, 0, 255, 127, 0, 128, 9]);
  expect([...samplesOf({ uint8Arr: bytes })]).toEqual([0, 32_767, -32_768]);
  expect([...samplesOf({ base64Data: btoa(String.fromCharCode(...bytes.slice(0, 4))) })]).toEqual([0, 32_767]);
  expect([...samplesOf({})]).toEqual([]);
});

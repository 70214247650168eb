// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest';
import { forgetDeviceTraces, keepTracesApart } from './device-traces.ts';

beforeEach(() => localStorage.clear());

function sdkLeavesTraces() {
  localStorage.setItem('cacheJobInfo', '{"job_id":"job-1"}');
  localStorage.setItem('oldLangCode-robot', 'zh_CN');
}
const traces = () => Object.keys(localStorage).filter((key) => !key.startsWith('digital-human'));

it('a user’s language is kept on the device, and their job is not', async () => {
  await keepTracesApart('ada');
  sdkLeavesTraces();
  await keepTracesApart('ada');
  expect(traces()).toEqual(['oldLangCode-robot']);
});

it.each([
  ['another user', 'li'],
  ['a user without an ID', undefined],
])('no data is kept for %s', async (_, userId) => {
  await keepTracesApart('ada');
  sdkLeavesTraces();
  await keepTracesApart(userId);
  expect(traces()).toEqual([]);
});

it('no data of an earlier user is kept for the first user of this app on a device', async () => {
  sdkLeavesTraces();
  await keepTracesApart('ada');
  expect(traces()).toEqual([]);
});

it('two starts without an ID count as two users', async () => {
  await keepTracesApart(undefined);
  sdkLeavesTraces();
  await keepTracesApart(undefined);
  expect(traces()).toEqual([]);
});

it('the user is stored as a salted hash', async () => {
  await keepTracesApart('ada@example.com');
  const first = localStorage.getItem('digital-human-last-starter') ?? '';
  expect(first).toMatch(/^[0-9a-f]+[.][0-9a-f]+$/); // no part of the name, but hexadecimal digits may spell 'ada' by chance
  await keepTracesApart('li');
  await keepTracesApart('ada@example.com');
  expect(localStorage.getItem('digital-human-last-starter')).not.toBe(first);
});

it('a sign-out removes the SDK’s data and no other', async () => {
  localStorage.setItem('theme', 'dark');
  await keepTracesApart('ada');
  sdkLeavesTraces();
  forgetDeviceTraces();
  expect(Object.keys(localStorage)).toEqual(['theme']);
});

it('forbidden storage does not prevent a start', async () => {
  const blocked = vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
    throw new DOMException('', 'SecurityError');
  });
  forgetDeviceTraces();
  await expect(keepTracesApart('ada')).resolves.toBeUndefined();
  blocked.mockRestore();
});
